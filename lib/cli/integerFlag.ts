import { InvalidArgumentError } from 'commander';

/**
 * A flag's whole number, 0 or more, for commander.
 * @throws InvalidArgumentError, which commander tells with the flag's name
 */
export function integerFlag(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

/** The same of 1 or more: of what none is no use. @throws InvalidArgumentError */
export function countFlag(text: string): number {
  const count = integerFlag(text);
  if (count === 0) throw new InvalidArgumentError('expected a whole number of 1 or more.');
  return count;
}
