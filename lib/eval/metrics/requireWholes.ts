import { requireWhole } from '../../io/requireWhole.js';

/**
 * Refuses numbers that are no whole ones of 0 or more.
 * @param what names one of them; its place is put behind it, e.g. `rank`
 * @param most the largest there may be
 * @throws UserError naming the first
 */
export function requireWholes(values: ArrayLike<number>, what: string, most?: number): void {
  for (let k = 0; k < values.length; k++) requireWhole(values[k], `${what} ${k}`, 0, most);
}
