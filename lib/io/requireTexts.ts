import { told } from './told.js';
import { UserError } from './userError.js';

/**
 * Refuses what is no list of strings: a string alone would be read letter by letter.
 * @param what names the list, e.g. `the class names`
 * @param least how many it must hold. Default 1
 * @throws UserError naming what is no string, and its place
 * @example requireTexts('dog', 'the texts') // throws: the texts are "dog", expected a list of strings such as ["dog",
 *   "cat"]
 */
export function requireTexts(texts: unknown, what: string, least = 1): asserts texts is readonly string[] {
  const example = 'expected a list of strings such as ["dog", "cat"]';
  if (!Array.isArray(texts)) throw new UserError(`${what} are ${told(texts)}, ${example}.`);
  // An index at a time: `every` passes over holes.
  for (let k = 0; k < texts.length; k++)
    if (typeof texts[k] !== 'string')
      throw new UserError(`number ${k + 1} of ${what} is ${told(texts[k])}, ${example}.`);
  if (texts.length < least) throw new UserError(`${what} are ${texts.length}, ${example} of ${least} or more.`);
}
