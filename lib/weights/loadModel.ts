import { dirname } from 'node:path';
import { UserError } from '../io/userError.js';
import type { Clip } from '../models/clip.js';
import type { TextTransformerConfig, CbowConfig } from '../models/clipConfig.js';
import { createTokenizer } from '../text/createTokenizer.js';
import { loadReleasedVocabulary } from '../text/releasedVocabulary.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { loadTokenizer } from '../text/vocabularyFiles.js';
import { readClip } from './loadClip.js';
import { besideWeights, type ModelFiles } from './modelFiles.js';
import { defaultModel } from './modelFolder.js';
import type { OpenOptions } from './openModel.js';
import { resolveModel } from './resolveModel.js';

/** A CLIP with its tokenizer, as `loadModel` hands it over. */
export interface LoadedModel {
  readonly name: string;
  readonly model: Clip;
  readonly tokenizer: Tokenizer;
  /** What it was trained to do, by its name in `findObjective`, as its weights say; `contrastive` where they do not. */
  readonly objective: string;
}

/** Tokens of the released vocabulary. */
const RELEASED_TOKENS = 49_408;

/**
 * The vocabulary beside the weights; the released one for released weights, and where none is there and the sizes
 * agree.
 */
async function tokenizerOf(files: ModelFiles, text: CbowConfig | TextTransformerConfig): Promise<Tokenizer> {
  const { vocabSize, contextLength } = text;
  const endToken = text.kind === 'transformer' ? text.endToken : undefined;
  const folder = dirname(files.weights);
  const own = ['merges.txt', 'tokenizer.json'].some((name) => besideWeights(files, name) !== undefined);
  const isReleased = vocabSize === RELEASED_TOKENS || endToken === RELEASED_TOKENS - 1;
  if (files.released || (!own && isReleased)) return createTokenizer(await loadReleasedVocabulary(), contextLength);
  const tokenizer = await loadTokenizer(folder, contextLength);
  if (endToken !== undefined && tokenizer.endToken !== endToken)
    throw new UserError(
      `the end token of the vocabulary in ${folder} is ${tokenizer.endToken} and the model's ${endToken}; restore the two together.`,
    );
  // An embedding may have rows that no token has; where the end token is known they do no harm.
  const fits = endToken === undefined ? tokenizer.vocabSize === vocabSize : tokenizer.vocabSize <= vocabSize;
  if (!fits)
    throw new UserError(
      `the vocabulary in ${folder} has ${tokenizer.vocabSize} tokens and the model ${vocabSize}; restore the two together.`,
    );
  return tokenizer;
}

/**
 * A CLIP with its tokenizer. Without an argument, the one that `CLIPLAB_MODEL` names, or the embedded mini-CLIP. Else
 * - a model of the checkout: `'mini-rn'`;
 * - one of the nine released ones (paper Tables 19 and 20): `'ViT-B/32'`, `'RN50'`, ...; they are fetched from the
 *   Hugging Face hub once and kept in its cache (`HF_HOME`, `HF_HUB_CACHE`; from elsewhere with `HF_ENDPOINT`, from the
 *   cache alone with `HF_HUB_OFFLINE=1`);
 * - a CLIP of the hub: `'org/name'`, `'hf-hub:org/name@revision'`;
 * - a folder with `config.json` or `open_clip_config.json` and the weights beside it;
 * - a file: OpenAI's `ViT-B-32.pt` as published, a plain state dict, open_clip's training checkpoints, safetensors.
 *   Pickles are parsed as data and never run.
 *
 * Weights in fp32, fp16 or bf16 become float32, one tensor at a time, so that memory peaks little above the model's own
 * size. The vocabulary is the one beside the weights, else the released one.
 *
 * Hands over the model: `model.dispose()` frees it.
 * @throws UserError naming what is missing or does not fit, all at once: tensors, configuration, vocabulary, activation
 * @example
 * const { model, tokenizer } = await loadModel('ViT-B/32'); // fetched from the hub once
 * model.config.vision.imageSize; // 224
 */
export async function loadModel(nameOrPath: string = defaultModel(), options: OpenOptions = {}): Promise<LoadedModel> {
  const files = await resolveModel(nameOrPath);
  const { model, objective } = await readClip(files, options);
  try {
    return { name: files.name, model, tokenizer: await tokenizerOf(files, model.config.text), objective };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
