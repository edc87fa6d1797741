import { readFile, stat } from 'node:fs/promises';
import { parseJson } from '../../io/parseJson.js';
import { UserError } from '../../io/userError.js';

/** A configuration has some kB. */
const LARGEST_CONFIG = 2 ** 20;

/** @throws UserError naming the file that cannot be read as an object in JSON */
export async function readJson(path: string): Promise<Record<string, unknown>> {
  let bytes: Uint8Array;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new Error('it is not a file');
    if (stats.size > LARGEST_CONFIG) throw new Error('it is larger than 1 MiB');
    bytes = await readFile(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON (${(error as Error).message}); restore it.`);
  }
  const json = parseJson(bytes, path);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UserError(`${path} is not a model's configuration: it is no JSON object; restore it.`);
  return json as Record<string, unknown>;
}
