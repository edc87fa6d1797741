import { told } from './told.js';
import { UserError } from './userError.js';

/**
 * Refuses what is no whole number, or lies outside of a range.
 * @param what names it, e.g. `the batch size`
 * @throws UserError
 * @example requireWhole(0, 'the batch size', 1) // throws: the batch size is 0, expected a whole number of 1 or more
 */
export function requireWhole(value: unknown, what: string, least = 0, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new UserError(`${what} is ${told(value)}, expected a whole number ${range}.`);
}
