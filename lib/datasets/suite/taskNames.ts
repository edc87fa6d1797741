import { isInstalledPackage } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { listTasks } from './loadTask.js';

/**
 * The names of all tasks of the suite, in its order.
 * @throws UserError in the installed package, which comes without the suite
 */
export async function taskNames(): Promise<string[]> {
  const names = (await listTasks()).map(({ name }) => name);
  if (names.length === 0 && isInstalledPackage())
    throw new UserError(
      'The suite of held-out tasks is in the checkout of cliplab and not in its package: name a dataset or a folder, or clone the repository.',
    );
  return names;
}
