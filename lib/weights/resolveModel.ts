import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../io/userError.js';
import { RELEASED_CONFIGS } from '../models/releasedConfigs.js';
import { downloadModel } from './downloadModel.js';
import { parseRepository } from '../hub/repositories.js';
import { releasedRepository } from './releasedRepositories.js';
import { localModelFiles, type ModelFiles } from './modelFiles.js';
import { listModels, ownModelFolder, requireModelName } from './modelFolder.js';

/**
 * The files of a model: of the checkout by name, at a path, or fetched from the hub (the nine released ones by their
 * names, others as `org/name` or `hf-hub:org/name`, with `@revision` where it is not `main`).
 * @throws UserError listing the names there are, or saying what the folder or repository lacks
 */
export async function resolveModel(nameOrPath: string): Promise<ModelFiles> {
  requireModelName(nameOrPath);
  const folder = ownModelFolder(nameOrPath);
  if (folder !== undefined) return { ...localModelFiles(folder), name: nameOrPath };
  if (existsSync(nameOrPath)) return localModelFiles(resolve(nameOrPath));
  const released = releasedRepository(nameOrPath);
  if (released) return downloadModel(nameOrPath, released.repository, released.name);
  const repository = parseRepository(nameOrPath);
  if (repository) return downloadModel(nameOrPath, repository);
  throw new UserError(
    `there is no model ${nameOrPath}: give one of ${[...listModels(), ...Object.keys(RELEASED_CONFIGS)].join(', ')}, ` +
      `a repository of the Hugging Face hub as org/name, or a folder or file of weights.`,
  );
}
