import { isInstalledPackage } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { listTasks } from './loadTask.js';
import type { SuiteName } from './suites.js';

/**
 * The names of the tasks of a suite, in its order. The models that are committed have seen the designers of the second,
 * so the first is what experiments take where nothing is said.
 * @throws UserError in the installed package, which comes without the suite
 */
export async function taskNames(suite: SuiteName = 'first'): Promise<string[]> {
  const names = (await listTasks(suite)).map(({ name }) => name);
  if (names.length === 0 && isInstalledPackage())
    throw new UserError(
      'The suite of held-out tasks is in the checkout of cliplab and not in its package: name a dataset or a folder, or clone the repository.',
    );
  return names;
}
