import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataDirectory } from '../io/projectPaths.js';
import { requireText } from '../io/requireText.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';

/** The files of a model's folder; which names its weights go by is in its configuration (see `saveModel`). */
export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';
export const TRAINING_LOG_FILE = 'train-log.csv';

/**
 * The model that is used where none is named: `CLIPLAB_MODEL`, or the embedded mini-CLIP.
 * @example
 * const { model } = await loadModel(defaultModel());
 */
export function defaultModel(): string {
  return process.env['CLIPLAB_MODEL']?.trim() || 'mini-rn';
}

/**
 * Names of the models that came with the checkout.
 * @example
 * show(listModels().join(', '));
 */
export function listModels(): string[] {
  const folder = join(dataDirectory(), 'models');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, CONFIG_FILE)));
}

/** Refuses what is no name or path of a model. @throws UserError */
export function requireModelName(nameOrPath: unknown): asserts nameOrPath is string {
  requireText(nameOrPath, 'the name or path of a model');
  if (nameOrPath.trim() === '')
    throw new UserError(
      `the name or path of a model is ${told(nameOrPath)}: give one of ${listModels().join(', ')}, or a path.`,
    );
}

/** The folder of a model that came with the checkout; undefined for any other name. */
export function ownModelFolder(name: string): string | undefined {
  return listModels().includes(name) ? join(dataDirectory(), 'models', name) : undefined;
}

/**
 * The folder of a model on this disk, by name or by path.
 * @throws UserError listing the names there are
 * @example
 * const tensors = await readSafetensors(`${modelFolder('mini-rn')}/model.safetensors`);
 */
export function modelFolder(nameOrFolder: string): string {
  requireModelName(nameOrFolder);
  const folder = ownModelFolder(nameOrFolder) ?? resolve(nameOrFolder);
  if (existsSync(join(folder, CONFIG_FILE))) return folder;
  throw new UserError(
    `there is no model ${nameOrFolder}: give one of ${listModels().join(', ') || '(none is trained yet: npm run train)'}, ` +
      `or a folder that holds ${CONFIG_FILE} and ${WEIGHTS_FILE}.`,
  );
}
