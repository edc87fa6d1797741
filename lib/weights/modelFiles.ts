import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../io/userError.js';
import type { ReleasedName } from '../models/releasedConfigs.js';
import { VOCABULARY_FILES } from '../text/vocabularyFiles.js';
import { CONFIG_FILE, WEIGHTS_FILE } from './modelFolder.js';

export const OPEN_CLIP_CONFIG_FILE = 'open_clip_config.json';
export const OPEN_CLIP_WEIGHTS_FILE = 'open_clip_model.safetensors';
export const PREPROCESSOR_FILE = 'preprocessor_config.json';
/** What newer versions of `transformers` save, with the image processor's fields in one of its own. */
export const PROCESSOR_FILE = 'processor_config.json';

/** A model's files on disk. */
export interface ModelFiles {
  /** What the user calls it. */
  readonly name: string;
  /** The file of weights, or the index of its shards. */
  readonly weights: string;
  /** Set where the architecture is one of the released ones, whatever lies beside the weights. */
  readonly released?: ReleasedName;
}

/**
 * Weights by preference, each with the configuration it needs. Where both are there, open_clip's pair belongs together
 * for certain.
 */
const WEIGHTS: readonly (readonly [config: string, weights: string])[] = [
  [OPEN_CLIP_CONFIG_FILE, OPEN_CLIP_WEIGHTS_FILE],
  [OPEN_CLIP_CONFIG_FILE, 'open_clip_pytorch_model.safetensors'],
  [OPEN_CLIP_CONFIG_FILE, 'open_clip_pytorch_model.bin'],
  [CONFIG_FILE, WEIGHTS_FILE],
  [CONFIG_FILE, `${WEIGHTS_FILE}.index.json`],
  [CONFIG_FILE, 'pytorch_model.bin'],
  [CONFIG_FILE, 'pytorch_model.bin.index.json'],
];

/**
 * The configuration and the weights to read among the files of a folder or a repository; undefined where there is no
 * such pair.
 */
export function chooseWeights(names: readonly string[]): { config: string; weights: string } | undefined {
  const [config, weights] = WEIGHTS.find((pair) => pair.every((name) => names.includes(name))) ?? [];
  return config === undefined || weights === undefined ? undefined : { config, weights };
}

/** The vocabulary and the preprocessing that may lie beside them. */
export const COMPANIONS: readonly string[] = [...VOCABULARY_FILES, PREPROCESSOR_FILE, PROCESSOR_FILE];

/**
 * The files of a model at a path: a folder in any of the layouts, or a file of weights.
 * @throws UserError saying what the folder lacks
 */
export function localModelFiles(path: string): ModelFiles {
  if (!statSync(path).isDirectory()) return { name: basename(path), weights: path };
  // Asked for by name: what else the folder holds is not listed.
  const chosen = chooseWeights(WEIGHTS.flat().filter((name) => existsSync(join(path, name))));
  if (!chosen)
    throw new UserError(
      `${path} holds no model: it needs ${CONFIG_FILE} with ${WEIGHTS_FILE} (or pytorch_model.bin), ` +
        `or ${OPEN_CLIP_CONFIG_FILE} with ${OPEN_CLIP_WEIGHTS_FILE} (or open_clip_pytorch_model.bin).`,
    );
  return { name: basename(path), weights: join(path, chosen.weights) };
}

/** A file beside the weights; undefined where there is none. */
export function besideWeights({ weights }: ModelFiles, name: string): string | undefined {
  const path = join(dirname(weights), name);
  return existsSync(path) ? path : undefined;
}
