import { basename } from 'node:path';
import { UserError } from '../../io/userError.js';
import type { Activation, ClipConfig } from '../../models/clipConfig.js';
import { jsonFields } from '../../models/jsonFields.js';
import { fromOpenClipConfig } from '../../models/openClipConfig.js';
import { readOpenClipPreprocessing, writeOpenClipPreprocessing } from '../../models/openClipPreprocessing.js';
import { RELEASED_CONFIGS } from '../../models/releasedConfigs.js';
import type { LayoutName } from '../layouts/layouts.js';
import {
  besideWeights,
  OPEN_CLIP_CONFIG_FILE,
  PREPROCESSOR_FILE,
  PROCESSOR_FILE,
  type ModelFiles,
} from '../modelFiles.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../modelFolder.js';
import type { OpenedTensors } from '../openStoredTensors.js';
import { fromHuggingFaceConfig, isHuggingFaceConfig } from './huggingFaceConfig.js';
import { readHuggingFacePreprocessing, writeHuggingFacePreprocessing } from './huggingFacePreprocessing.js';
import { inferConfig } from './inferConfig.js';
import { parseConfig } from './readConfig.js';
import { readJson } from './readJson.js';
import { withSavedPreprocessing } from './savedPreprocessing.js';

/** A configuration, and what to call its source in a sentence. */
export interface FoundConfig {
  readonly config: ClipConfig;
  readonly source: string;
  /** Set where the file does not say which activation it was trained with, and OpenAI's is taken. */
  readonly assumesActivation: boolean;
}

/**
 * What is said of the pixels beside a config.json of `transformers`: in the newer file where it says so, else in the
 * older.
 */
async function readProcessor(files: ModelFiles): Promise<{ json: unknown; path: string } | undefined> {
  for (const name of [PROCESSOR_FILE, PREPROCESSOR_FILE]) {
    const path = besideWeights(files, name);
    const json = path === undefined ? undefined : await readJson(path);
    // The newer file was there before, with the processor's class alone.
    const says = name === PREPROCESSOR_FILE || (json?.['image_processor'] ?? undefined) !== undefined;
    if (path !== undefined && json && says) return { json, path };
  }
  return undefined;
}

/** A config.json of either kind. */
async function readConfigJson(files: ModelFiles, path: string, saved: string | undefined): Promise<ClipConfig> {
  const json = await readJson(path);
  if (!isHuggingFaceConfig(json)) return parseConfig(json, path);
  const processor = await readProcessor(files);
  const source = processor ? `${path} with ${basename(processor.path)}` : path;
  const config = fromHuggingFaceConfig(json, processor?.json, source);
  return withSavedPreprocessing(config, saved, files.weights, (told) => {
    const written = writeHuggingFacePreprocessing(told, told.vision.imageSize);
    return written && readHuggingFacePreprocessing(written, told.vision.imageSize, []).preprocessing;
  });
}

/** Whether a config.json is a CLIP's: in a folder of many files it may be that of something else. */
async function describesClip(path: string): Promise<boolean> {
  const json = await readJson(path);
  return isHuggingFaceConfig(json) ? json['model_type'] === 'clip' : 'vision' in json;
}

async function readOpenClip(files: ModelFiles, path: string, saved: string | undefined): Promise<ClipConfig> {
  const config = fromOpenClipConfig(await readJson(path), path);
  return withSavedPreprocessing(config, saved, files.weights, (told) => {
    const size = told.vision.imageSize;
    const written = writeOpenClipPreprocessing(told, size);
    return written && readOpenClipPreprocessing(jsonFields(written, []), size, []).preprocessing;
  });
}

/**
 * The configuration of opened weights: a released one, the one beside them, or for OpenAI's checkpoints what their own
 * shapes say.
 * @param activation what the user says it is, where the files may not
 * @throws UserError naming what is missing or wrong
 */
export async function configOfFiles(
  files: ModelFiles,
  tensors: OpenedTensors,
  layout: LayoutName,
  activation?: Activation,
): Promise<FoundConfig> {
  const found = (config: ClipConfig, source: string): FoundConfig => ({ config, source, assumesActivation: false });
  if (files.released) return found(RELEASED_CONFIGS[files.released], `the released ${files.released}`);
  const saved = tensors.metadata['preprocessing'];
  const ours = besideWeights(files, CONFIG_FILE);
  const openClips = besideWeights(files, OPEN_CLIP_CONFIG_FILE);
  if (layout === 'huggingface') {
    if (ours === undefined) throw new UserError(`${files.weights} needs its ${CONFIG_FILE} beside it; fetch that too.`);
    return found(await readConfigJson(files, ours, saved), ours);
  }
  if (tensors.kind !== 'torchscript' && ours !== undefined && basename(files.weights) === WEIGHTS_FILE)
    return found(await readConfigJson(files, ours, saved), ours);
  if (openClips !== undefined) return found(await readOpenClip(files, openClips, saved), openClips);
  // Weights of any other name; OpenAI's TorchScript archives describe themselves.
  if (tensors.kind !== 'torchscript' && ours !== undefined && (await describesClip(ours)))
    return found(await readConfigJson(files, ours, saved), ours);
  if (tensors.kind === 'training-checkpoint' && activation === undefined)
    throw new UserError(
      `${files.weights} is a training checkpoint, which does not say whether it was trained with GELU or QuickGELU: ` +
        `put its ${OPEN_CLIP_CONFIG_FILE} or ${CONFIG_FILE} beside it, or load with the option activation: 'gelu' or 'quick_gelu'.`,
    );
  return {
    config: inferConfig(tensors),
    source: 'the architecture its shapes show',
    assumesActivation: tensors.kind !== 'torchscript' && activation === undefined,
  };
}
