import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * A folder that an environment variable names, as an absolute path; undefined where the variable is unset, empty or
 * blank. A leading `~/` is the home folder, for where no shell has put it in.
 * @example environmentPath('CLIPLAB_CACHE') // '/home/ada/cache' for CLIPLAB_CACHE='~/cache'
 */
export function environmentPath(variable: string): string | undefined {
  const value = process.env[variable] ?? '';
  if (value.trim() === '') return undefined;
  return /^~(\/|$)/.test(value) ? join(homedir(), value.slice(1)) : resolve(value);
}
