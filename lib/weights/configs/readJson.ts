import { parseJson } from '../../io/parseJson.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';

/** A configuration has some kB. */
const LARGEST_CONFIG = 2 ** 20;

/** @throws UserError naming the file that cannot be read as an object in JSON */
export async function readJson(path: string): Promise<Record<string, unknown>> {
  const bytes = await readFileWithin(path, createReadingBudget(path, 'json', { bytes: LARGEST_CONFIG }));
  const json = parseJson(bytes, path);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UserError(`${path} is not a model's configuration: it is no JSON object; restore it.`);
  return json as Record<string, unknown>;
}
