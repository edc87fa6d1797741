import { told } from './told.js';
import { UserError } from './userError.js';

/**
 * Refuses what is no list of objects: a text would be walked letter by letter, and an empty one be taken for no rows.
 * @param what names the list, e.g. `the points`
 * @throws UserError naming what is no object, and its place
 * @example requireRows('a', 'the points') // throws: the points are "a", expected a list of objects
 */
export function requireRows(rows: unknown, what: string): void {
  if (!Array.isArray(rows)) throw new UserError(`${what} are ${told(rows)}, expected a list of objects.`);
  // An index at a time: `every` passes over holes.
  for (let k = 0; k < rows.length; k++)
    if (typeof rows[k] !== 'object' || rows[k] === null)
      throw new UserError(`number ${k + 1} of ${what} is ${told(rows[k])}, expected a list of objects.`);
}
