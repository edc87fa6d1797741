import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../io/makeFolder.js';
import { storageError } from '../../../io/storageError.js';
import { told } from '../../../io/told.js';
import { UserError } from '../../../io/userError.js';
import { writeFileAtomic } from '../../../io/writeFileAtomic.js';
import { findLiveRun, RUN_PARTS } from './liveRun.js';
import { liveFolder, RECIPE_FILE } from './runRecord.js';

const KEPT = 'kept';
/** Says in a kept model's folder which run it is of. */
const RUN_FILE = 'live-run.txt';
const MAKING = '.making-';

/** By the run's id, what it was named when it was kept. */
export async function keptNames(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(join(folder, KEPT)).catch(() => [])).filter((name) => !name.startsWith('.'));
  const ids = await Promise.all(
    names.map((name) => readFile(join(folder, KEPT, name, RUN_FILE), 'utf8').catch(() => '')),
  );
  return new Map(names.map((name, k) => [ids[k]!.trim(), name]));
}

/**
 * Keeps the model of a finished live run under a name, with its log and its recipe: a folder that `loadModel` opens,
 * and that stays when the run is removed.
 * @param id of the run, as `liveRuns` lists it @param name of the folder
 * @param folder where live runs are kept; by default in the cache
 * @returns the model's folder
 * @throws UserError where there is no such run, it is not finished, or the name is no name or taken
 * @example
 * const [first] = (await liveRuns()).array('run');
 * const { model } = await loadModel(await keepLiveRun(first, 'my-vit'));
 */
export async function keepLiveRun(id: string, name: string, folder = liveFolder()): Promise<string> {
  if (typeof name !== 'string' || !/^[a-z\d][\w.-]{0,60}$/i.test(name))
    throw new UserError(
      `the name of a kept run is ${told(name)}, expected letters, digits, dots and dashes: "my-vit".`,
    );
  const run = await findLiveRun(folder, id);
  if (run.state !== 'finished')
    throw new UserError(`the run ${id} is not finished, and there is no model to keep: let it go on to its end first.`);
  const target = join(folder, KEPT, name);
  if (run.keptAs === name) return target;
  if (existsSync(target)) throw new UserError(`${target} is there already: give another name.`);
  const making = join(folder, KEPT, MAKING + randomUUID());
  try {
    await makeFolder(join(folder, KEPT));
    await cp(join(folder, id, RUN_PARTS.model), making, { recursive: true });
    await cp(join(folder, id, RECIPE_FILE), join(making, RECIPE_FILE));
    await writeFileAtomic(join(making, RUN_FILE), id + '\n');
    await rename(making, target);
  } catch (error) {
    throw storageError(error, target);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return target;
}
