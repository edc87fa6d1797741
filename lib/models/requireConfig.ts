import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ClipConfig } from './clipConfig.js';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
/** Heads are sized where the layers are made, which says what does not divide. */
const isSize = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;

const SIZES: Readonly<Record<'vision' | 'text', Readonly<Record<string, readonly string[]>>>> = {
  vision: {
    'modified-resnet': ['imageSize', 'width', 'heads'],
    vit: ['imageSize', 'patchSize', 'width', 'layers', 'heads', 'mlpWidth'],
  },
  text: {
    cbow: ['vocabSize', 'contextLength', 'width'],
    transformer: ['vocabSize', 'contextLength', 'width', 'layers', 'heads', 'mlpWidth'],
  },
};

function refuse(what: string, value: unknown, expected: string): never {
  throw new UserError(`${what} is ${told(value)}, expected ${expected}: take the \`config\` of a model.`);
}

/**
 * Refuses what is no configuration, or has not the sizes that its towers are made of.
 * @param towers those that are looked at
 * @throws UserError naming the first field that is wrong
 */
export function requireConfig(
  config: Omit<ClipConfig, 'text'>,
  towers: readonly ('vision' | 'text')[] = ['vision', 'text'],
): void {
  const given: unknown = config;
  if (!isObject(given)) return refuse('the configuration', given, 'an object');
  if (!isSize(given['embedDim'])) refuse('embedDim of the configuration', given['embedDim'], 'a positive number');
  for (const tower of towers) {
    const part = given[tower];
    const kind = isObject(part) ? part['kind'] : undefined;
    const sizes = typeof kind === 'string' && Object.hasOwn(SIZES[tower], kind) ? SIZES[tower][kind]! : undefined;
    if (!sizes || !isObject(part))
      return refuse(`${tower}.kind of the configuration`, kind, Object.keys(SIZES[tower]).join(' or '));
    for (const name of sizes)
      if (!isSize(part[name])) refuse(`${tower}.${name} of the configuration`, part[name], 'a positive number');
    const { layers } = part;
    if (kind === 'modified-resnet' && !(Array.isArray(layers) && layers.length > 0 && layers.every(isSize)))
      refuse(`${tower}.layers of the configuration`, layers, 'a list of positive numbers');
  }
}
