import { firstNotFinite } from './firstNotFinite.js';
import { UserError } from './userError.js';

/**
 * Refuses numbers that are NaN or infinite: every comparison with NaN is false, so that it would pass for right or
 * wrong unseen.
 * @param what names the number at a place, e.g. `(at) => 'score ' + at`; or all of them
 * @throws UserError naming the first that is not finite
 * @example requireFinite([0.5, NaN], (at) => `score ${at}`, 'leave it out')
 */
export function requireFinite(
  values: ArrayLike<number>,
  what: string | ((at: number) => string),
  remedy = 'look for what made it',
): void {
  const at = firstNotFinite(values);
  if (at < 0) return;
  const name = typeof what === 'string' ? what : what(at);
  throw new UserError(`${name} is ${String(values[at])}, expected a finite number; ${remedy}.`);
}
