import { join } from 'node:path';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import type { Clip } from '../models/clip.js';
import type { NamedTensor, NamedTensors } from '../models/namedTensors.js';
import { vocabularySize, type BpeVocabulary } from '../text/bpeVocabulary.js';
import { saveVocabulary } from '../text/vocabularyFiles.js';
import { activationOf } from './configs/activations.js';
import { isTransformerClip, toHuggingFaceConfig, type TransformerClipConfig } from './configs/huggingFaceConfig.js';
import { toOpenClipConfig } from './configs/openClipJson.js';
import { preprocessingText } from './configs/savedPreprocessing.js';
import { processorFiles } from './configs/processorFiles.js';
import { placeHuggingFace } from './layouts/huggingFace.js';
import { takeApart } from './layouts/placement.js';
import { OPEN_CLIP_CONFIG_FILE, OPEN_CLIP_WEIGHTS_FILE } from './modelFiles.js';
import { CONFIG_FILE, WEIGHTS_FILE } from './modelFolder.js';
import { writeSafetensors, type SavedDtype } from './writeSafetensors.js';

/** How `saveModel` writes tensors. */
export interface SaveOptions {
  /** What weights are stored as: `F16` (default; 11 bits of mantissa, 6e-8 to 65,504) or `F32`, exactly as they are. */
  readonly dtype?: SavedDtype;
  /**
   * What the model was trained to do, where that is not CLIP's own objective; the weights say it from then on (see
   * `LoadedModel`).
   */
  readonly objective?: string;
}

async function writeJson(path: string, json: object): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(json, null, 2) + '\n');
}

function toHuggingFace(tensors: NamedTensors): NamedTensors {
  const stored = new Map<string, NamedTensor>();
  for (const [name, tensor] of tensors) {
    const placement = placeHuggingFace({ name, shape: tensor.shape });
    for (const [part, values] of takeApart(tensor, placement)) stored.set(part, values);
  }
  return stored;
}

/** Weights first and the configuration last, so that a folder that is cut short never opens as a model. */
async function saveForOthers(
  folder: string,
  config: TransformerClipConfig,
  tensors: NamedTensors,
  vocabulary: BpeVocabulary,
  dtype: SavedDtype,
  trainedFor: Readonly<Record<string, string>>,
): Promise<void> {
  const metadata = { activation: activationOf(config)!, preprocessing: preprocessingText(config), ...trainedFor };
  await writeSafetensors(join(folder, WEIGHTS_FILE), toHuggingFace(tensors), dtype, metadata);
  for (const [name, json] of Object.entries(processorFiles(config, vocabulary)))
    await writeJson(join(folder, name), json);
  const openClip = toOpenClipConfig(config);
  if (openClip) {
    await writeSafetensors(join(folder, OPEN_CLIP_WEIGHTS_FILE), tensors, dtype, metadata);
    await writeJson(join(folder, OPEN_CLIP_CONFIG_FILE), openClip);
  }
  await writeJson(join(folder, CONFIG_FILE), toHuggingFaceConfig(config, dtype === 'F16' ? 'float16' : 'float32'));
}

/**
 * Saves a model with its vocabulary as a folder that `loadModel` opens.
 *
 * A CLIP of two transformers is saved in the layouts that others read: Hugging Face's (`config.json`,
 * `model.safetensors`, the tokenizer's and the preprocessor's files), which `transformers` opens, and beside it
 * open_clip's (`open_clip_config.json`, `open_clip_model.safetensors`), for open_clip reads no other names; that is
 * left out where the towers' activations differ or images are made to fit in a way that open_clip cannot build. Any
 * other model (a ResNet, a bag of words, a non-linear projection) has no class in `transformers`: its folder holds
 * cliplab's own `config.json`, and `model.safetensors` in the released checkpoints' names.
 * @throws UserError where the vocabulary is not the model's, or a weight does not fit F16
 * @example
 * const { model } = await loadModel('mini-rn');
 * await saveModel('models/mine', model, await loadVocabulary(modelFolder('mini-rn')), { dtype: 'F16' });
 * await loadModel('models/mine');
 */
export async function saveModel(
  folder: string,
  model: Clip,
  vocabulary: BpeVocabulary,
  { dtype = 'F16', objective }: SaveOptions = {},
): Promise<void> {
  const { config } = model;
  const tokens = vocabularySize(vocabulary);
  const padded = config.text.kind === 'transformer' && config.text.endToken !== undefined;
  if (padded ? tokens > config.text.vocabSize : tokens !== config.text.vocabSize)
    throw new UserError(
      `the vocabulary has ${tokens} tokens and the model ${config.text.vocabSize}; save the two together.`,
    );
  const tensors = model.parameters.export();
  await saveVocabulary(folder, vocabulary);
  const trainedFor: Record<string, string> = objective === undefined ? {} : { objective };
  if (isTransformerClip(config)) return saveForOthers(folder, config, tensors, vocabulary, dtype, trainedFor);
  const activation = activationOf(config);
  const metadata = { ...(activation === undefined ? {} : { activation }), ...trainedFor };
  await writeSafetensors(join(folder, WEIGHTS_FILE), tensors, dtype, metadata);
  await writeJson(join(folder, CONFIG_FILE), config);
}
