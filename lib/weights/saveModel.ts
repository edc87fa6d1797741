import { join } from 'node:path';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import type { Clip } from '../models/clip.js';
import type { BpeVocabulary } from '../text/bpeVocabulary.js';
import { saveVocabulary } from '../text/vocabularyFiles.js';
import { CONFIG_FILE, WEIGHTS_FILE } from './modelFolder.js';
import { writeSafetensors } from './writeSafetensors.js';

/** Saves a model with its vocabulary as a folder that `loadModel` opens; weights as fp16 (11 bits of mantissa, range 6e-8 to 65,504). */
export async function saveModel(folder: string, model: Clip, vocabulary: BpeVocabulary): Promise<void> {
  await saveVocabulary(folder, vocabulary);
  await writeSafetensors(join(folder, WEIGHTS_FILE), model.parameters.export(), 'F16');
  await writeFileAtomic(join(folder, CONFIG_FILE), JSON.stringify(model.config, null, 2) + '\n');
}
