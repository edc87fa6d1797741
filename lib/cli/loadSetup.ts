import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDirectory, packageFolder } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';

/** One step of the set-up, as the doctor tells of it. */
export interface SetupRow {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy: string;
}

/** lib/setup/packageSetup.mjs */
interface PackageSetup {
  setUpPackage(root: string, cache: string, what: 'engine' | 'notebooks', signal?: AbortSignal): Promise<void>;
  packageStatus(root: string, cache: string): SetupRow[];
}

/** lib/setup is plain JavaScript that runs before anything is compiled, and is no part of what is. */
export const loadSetup = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(join(packageFolder(), 'setup', file)).href)) as T;

const packageSetup = (): Promise<PackageSetup> => loadSetup<PackageSetup>('packageSetup.mjs');

/** What of the installed package's engine is in place. */
export const packageStatus = async (): Promise<SetupRow[]> =>
  (await packageSetup()).packageStatus(packageFolder(), cacheDirectory());

/**
 * Puts in place what the installed package lacks.
 * @throws UserError naming the step that failed; the last words of its tool are on standard error
 */
export async function setUp(what: 'engine' | 'notebooks', signal?: AbortSignal): Promise<void> {
  const setup = await packageSetup();
  try {
    await setup.setUpPackage(packageFolder(), cacheDirectory(), what, signal);
  } catch (error) {
    const { name, message, details, logFile } = error as Error & { details?: string; logFile?: string };
    if (name !== 'SetupError') throw error;
    if (details) process.stderr.write(details.replaceAll(/^/gm, '    ') + '\n');
    throw new UserError(logFile ? `${message} (whole log: ${logFile})` : message);
  }
}
