import { UserError } from '../io/userError.js';
import { sizeOf, type NamedTensor, type NamedTensors } from '../models/namedTensors.js';
import { isBeside, LAYOUTS, type LayoutName } from './layouts/layouts.js';
import { assemble, type Parameter } from './layouts/placement.js';
import { finiteTensor } from './finiteTensor.js';
import { createReadingMemory } from './readingMemory.js';
import { shownName } from '../hub/shownName.js';
import { widened, type StoredTensors } from './storedTensors.js';

const SHOWN = 12;

const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Whether a stored shape will do. A single number is stored as [] or [1]. */
function fits(stored: readonly number[], expected: readonly number[]): boolean {
  return stored.join() === expected.join() || (expected.length === 0 && stored.join() === '1');
}

/**
 * The parameters of a model from a file's tensors, each read when its `data` is, into the memory of the one read
 * before.
 * @param what the configuration that says which there must be, to name in errors
 * @throws UserError naming, as the file has them, every missing, extra and misshapen tensor
 */
export function fitTensors(
  parameters: readonly Parameter[],
  { tensors, path, unread }: StoredTensors,
  layout: LayoutName,
  what: string,
): NamedTensors {
  const memory = createReadingMemory(4 * Math.max(...parameters.map(({ shape }) => sizeOf(shape))));
  const problems: string[] = [];
  const known = new Set<string>();
  const take = ({ name, shape }: Parameter): NamedTensor | undefined => {
    known.add(name);
    const stored = tensors.get(name);
    const maker = unread?.get(name);
    if (!stored)
      problems.push(
        maker === undefined ? `${name} is missing` : `${name} is made by ${shownName(maker)}, which is not read`,
      );
    else if (!fits(stored.shape, shape))
      problems.push(`${name} is ${shapeText(stored.shape)}, expected ${shapeText(shape)}`);
    else return finiteTensor(widened(stored, name, path, memory), () => `${name} in ${path}`, stored.dtype);
    return undefined;
  };
  const assembled = new Map<string, NamedTensor>();
  for (const parameter of parameters) {
    const placement = LAYOUTS[layout](parameter);
    const parts = placement.parts.flatMap((part) => take(part) ?? []);
    if (parts.length === placement.parts.length)
      assembled.set(parameter.name, assemble(parameter, placement, parts, memory.assembled));
  }
  for (const name of tensors.keys())
    if (!known.has(name) && !isBeside(name)) problems.push(`${shownName(name)} is not part of the model`);
  if (problems.length > 0) {
    const rest = problems.length - SHOWN;
    throw new UserError(
      `${path} does not fit ${what}: ${problems.slice(0, SHOWN).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`,
    );
  }
  return assembled;
}
