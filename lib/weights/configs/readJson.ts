import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../../io/userError.js';

/** A configuration has some kB. */
const LARGEST_CONFIG = 2 ** 20;

/** @throws UserError naming the file that cannot be read as an object in JSON */
export async function readJson(path: string): Promise<Record<string, unknown>> {
  let json: unknown;
  try {
    if ((await stat(path)).size > LARGEST_CONFIG) throw new Error('it is larger than 1 MiB');
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON (${(error as Error).message}); restore it.`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UserError(`${path} is not a model's configuration: it is no JSON object; restore it.`);
  return json as Record<string, unknown>;
}
