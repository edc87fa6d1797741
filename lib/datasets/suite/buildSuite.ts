import { join } from 'node:path';
import { createRandom } from '../../engine/random.js';
import { startProgress } from '../../io/progress.js';
import { cacheDirectory, dataDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { fetchPackages } from '../iconwit/fetchPackages.js';
import { PINNED_PACKAGES } from '../iconwit/pinnedPackages.js';
import { suiteAttribution } from './suiteAttribution.js';
import { suiteReadme } from './suiteReadme.js';
import type { TaskFile } from './taskFile.js';
import { TASK_MAKERS } from './taskMakers.js';
import { withoutCopies } from './withoutCopies.js';
import { writeTask } from './writeTask.js';

export interface BuildSuiteOptions {
  readonly seed?: number;
  /** Only these tasks; all where absent. */
  readonly tasks?: readonly string[];
  /** Where the tasks go; by default data/suite of the checkout. */
  readonly folder?: string;
  readonly cache?: string;
  /** The node_modules folder with the packages; where absent they are fetched into the cache. */
  readonly modules?: string;
}

/**
 * Builds the held-out tasks from the pinned packages. The same packages and seed give the same bytes. Of two builds of
 * one folder at once, one waits for the other.
 */
export async function buildSuite({
  seed = 2021,
  tasks = Object.keys(TASK_MAKERS),
  folder = join(dataDirectory(), 'suite'),
  cache = cacheDirectory(),
  modules,
}: BuildSuiteOptions = {}): Promise<TaskFile[]> {
  const unknown = tasks.find((name) => !Object.hasOwn(TASK_MAKERS, name));
  if (unknown)
    throw new UserError(`there is no task "${unknown}"; the tasks are ${Object.keys(TASK_MAKERS).join(', ')}.`);
  const packages = modules ?? (await fetchPackages(join(cache, 'packages')));
  const madeFrom = PINNED_PACKAGES.map(({ name, version }) => `${name}@${version}`);
  return withFileLock(join(folder, 'build.lock'), async () => {
    const progress = startProgress('building the suite', 'tasks', tasks.length);
    const files: TaskFile[] = [];
    for (const name of tasks) {
      const task = withoutCopies(await TASK_MAKERS[name]!(packages, createRandom(seed).fork(name), cache));
      files.push(await writeTask(join(folder, name), task, { madeFrom, seed }));
      progress.advance(1, name);
    }
    progress.finish();
    if (tasks.length === Object.keys(TASK_MAKERS).length) {
      await writeFileAtomic(join(folder, 'ATTRIBUTION.md'), suiteAttribution(files));
      await writeFileAtomic(join(folder, 'README.md'), suiteReadme(files));
    }
    return files;
  });
}
