import { InvalidArgumentError } from 'commander';

/** A flag's whole number, 0 or more, for commander. @throws InvalidArgumentError, which commander tells with the flag's name */
export function integerFlag(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
