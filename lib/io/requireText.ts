import { told } from './told.js';
import { UserError } from './userError.js';

/**
 * Refuses what is no text.
 * @param what names it, with its article, e.g. `the name of a task`
 * @throws UserError
 * @example requireText(undefined, 'the name of a task') // throws: the name of a task is undefined, expected a text
 */
export function requireText(value: unknown, what: string): asserts value is string {
  if (typeof value !== 'string') throw new UserError(`${what} is ${told(value)}, expected a text.`);
}
