import { told } from './told.js';
import { UserError } from './userError.js';

/**
 * Refuses what is no finite number, or lies outside of a range, both of whose ends belong to it.
 * @param what names it, e.g. `the accuracy`
 * @throws UserError
 * @example requireNumber(1.2, 'the threshold', 0, 1) // throws: the threshold is 1.2, expected a number from 0 to 1
 */
export function requireNumber(value: unknown, what: string, least = -Infinity, most = Infinity): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) return;
  const range =
    least === -Infinity && most === Infinity
      ? 'a finite number'
      : most === Infinity
        ? `a number of ${least} or more`
        : `a number from ${least} to ${most}`;
  throw new UserError(`${what} is ${told(value)}, expected ${range}.`);
}
