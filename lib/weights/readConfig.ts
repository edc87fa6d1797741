import { readFile } from 'node:fs/promises';
import { UserError } from '../io/userError.js';
import type { ClipConfig } from '../models/clipConfig.js';

type Check = (value: unknown) => boolean;
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;
const colours: Check = (value) => Array.isArray(value) && value.length === 3 && value.every((x) => Number.isFinite(x));

/** What every field of a config must be; a field that is not here is refused. */
const FIELDS: Readonly<Record<string, readonly [Check, string]>> = {
  embedDim: [count, 'a positive whole number'],
  mean: [colours, 'three numbers'],
  std: [colours, 'three numbers'],
  'vision.kind': [(kind) => kind === 'modified-resnet', '"modified-resnet"'],
  'vision.layers': [
    (layers) => Array.isArray(layers) && layers.length > 0 && layers.every(count),
    'a list of positive whole numbers',
  ],
  'vision.width': [count, 'a positive whole number'],
  'vision.heads': [count, 'a positive whole number'],
  'vision.imageSize': [count, 'a positive whole number'],
  'text.kind': [(kind) => kind === 'cbow', '"cbow"'],
  'text.vocabSize': [count, 'a positive whole number'],
  'text.contextLength': [count, 'a positive whole number'],
  'text.width': [count, 'a positive whole number'],
};

function flatten(value: unknown, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [prefix]: value };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, v]) => Object.entries(flatten(v, prefix ? `${prefix}.${key}` : key))),
  );
}

/**
 * Reads a model's configuration.
 * @throws UserError naming the file and every field that is missing, unknown or wrong
 */
export async function readConfig(path: string): Promise<ClipConfig> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON (${(error as Error).message}); restore it.`);
  }
  const found = flatten(json);
  const problems = Object.entries(FIELDS)
    .filter(([field, [check]]) => !check(found[field]))
    .map(([field, [, expected]]) => `${field} is ${JSON.stringify(found[field]) ?? 'missing'}, expected ${expected}`);
  for (const field of Object.keys(found)) if (!(field in FIELDS)) problems.push(`${field} is not a field`);
  if (problems.length > 0) throw new UserError(`${path} is not a model's configuration: ${problems.join('; ')}.`);
  return json as ClipConfig;
}
