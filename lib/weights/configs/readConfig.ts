import { UserError } from '../../io/userError.js';
import type { ClipConfig } from '../../models/clipConfig.js';
import { parsePreprocessing } from './parsePreprocessing.js';
import { readJson } from './readJson.js';

type Check = readonly [is: (value: unknown) => boolean, expected: string];
type Fields = Readonly<Record<string, Check>>;

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const COUNT: Check = [isCount, 'a positive whole number'];
const COUNTS: Check = [
  (value) => Array.isArray(value) && value.length > 0 && value.every(isCount),
  'a list of positive whole numbers',
];
const COLORS: Check = [
  (value) => Array.isArray(value) && value.length === 3 && value.every((x) => Number.isFinite(x)),
  'three numbers',
];
const POSITIVE: Check = [(value) => Number.isFinite(value) && (value as number) > 0, 'a positive number'];
const oneOf = (...values: readonly string[]): Check => [
  (value) => values.includes(value as string),
  values.map((value) => `"${value}"`).join(' or '),
];

const TRANSFORMER: Fields = {
  width: COUNT,
  layers: COUNT,
  heads: COUNT,
  mlpWidth: COUNT,
  activation: oneOf('quick_gelu', 'gelu'),
  layerNormEpsilon: POSITIVE,
};
const TEXT: Fields = { vocabSize: COUNT, contextLength: COUNT };
const optional = ([is, expected]: Check): Check => [(value) => value === undefined || is(value), expected];

/** What every field of each kind of part must be; a field that is not here is refused. */
const PARTS: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  vision: {
    'modified-resnet': { layers: COUNTS, width: COUNT, heads: COUNT, imageSize: COUNT },
    vit: { imageSize: COUNT, patchSize: COUNT, ...TRANSFORMER },
  },
  text: { cbow: { ...TEXT, width: COUNT }, transformer: { ...TEXT, endToken: optional(COUNT), ...TRANSFORMER } },
  projection: { mlp: { width: COUNT } },
};
const DEVIATIONS: Check = [
  (value) => COLORS[0](value) && (value as number[]).every((x) => x > 0),
  'three numbers above 0',
];
const WHOLE: Fields = { embedDim: COUNT, mean: COLORS, std: DEVIATIONS };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function problemsOf(
  found: Record<string, unknown>,
  fields: Fields,
  prefix: string,
  others: readonly string[],
): string[] {
  const wrong = Object.entries(fields)
    .filter(([field, [is]]) => !is(found[field]))
    .map(
      ([field, [, expected]]) =>
        `${prefix}${field} is ${JSON.stringify(found[field]) ?? 'missing'}, expected ${expected}`,
    );
  const unknown = Object.keys(found).filter((field) => !(field in fields) && !others.includes(field));
  return [...wrong, ...unknown.map((field) => `${prefix}${field} is not a field`)];
}

/**
 * cliplab's own configuration, checked.
 * @param path the file it is from, to name in errors
 * @throws UserError naming every field that is missing, unknown or wrong
 */
export function parseConfig(json: Record<string, unknown>, path: string): ClipConfig {
  const problems = problemsOf(json, WHOLE, '', [...Object.keys(PARTS), 'preprocessing']);
  for (const [part, kinds] of Object.entries(PARTS)) {
    const value = json[part];
    // Linear projections need no words.
    if (value === undefined && part === 'projection') continue;
    const found = isObject(value) ? value : {};
    const kind = found['kind'];
    if (typeof kind === 'string' && Object.hasOwn(kinds, kind))
      problems.push(...problemsOf(found, kinds[kind]!, `${part}.`, ['kind']));
    else
      problems.push(
        `${part}.kind is ${JSON.stringify(kind) ?? 'missing'}, expected ${oneOf(...Object.keys(kinds))[1]}`,
      );
  }
  if (json['preprocessing'] !== undefined) parsePreprocessing(json['preprocessing'], problems);
  if (problems.length > 0) throw new UserError(`${path} is not a model's configuration: ${problems.join('; ')}.`);
  return json as unknown as ClipConfig;
}

/**
 * Reads cliplab's own configuration.
 * @throws UserError naming the file and every field that is missing, unknown or wrong
 */
export async function readConfig(path: string): Promise<ClipConfig> {
  return parseConfig(await readJson(path), path);
}
