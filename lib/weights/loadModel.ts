import { basename, join } from 'node:path';
import { createClip, type Clip } from '../models/clip.js';
import { UserError } from '../io/userError.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { loadTokenizer } from '../text/vocabularyFiles.js';
import { CONFIG_FILE, defaultModel, modelFolder, WEIGHTS_FILE } from './modelFolder.js';
import { readConfig } from './readConfig.js';
import { readSafetensors } from './readSafetensors.js';

export interface LoadedModel {
  readonly name: string;
  readonly model: Clip;
  readonly tokenizer: Tokenizer;
}

/**
 * A CLIP with its tokenizer, by name or from a folder; without either, the one named by `CLIPLAB_MODEL`, or the embedded
 * mini-CLIP. Hands over the model.
 * @throws UserError naming what is missing or does not fit, all at once
 */
export async function loadModel(nameOrFolder: string = defaultModel()): Promise<LoadedModel> {
  const folder = modelFolder(nameOrFolder);
  const config = await readConfig(join(folder, CONFIG_FILE));
  const tokenizer = await loadTokenizer(folder, config.text.contextLength);
  if (tokenizer.vocabSize !== config.text.vocabSize)
    throw new UserError(
      `the vocabulary in ${folder} has ${tokenizer.vocabSize} tokens and the model ${config.text.vocabSize}; restore the two together.`,
    );
  const weights = join(folder, WEIGHTS_FILE);
  const tensors = await readSafetensors(weights);
  try {
    return { name: basename(folder), model: createClip(config, tensors), tokenizer };
  } catch (error) {
    throw new UserError(`${weights}: ${(error as Error).message}.`);
  }
}
