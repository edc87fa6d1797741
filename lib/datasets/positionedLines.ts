import { isUtf8 } from 'node:buffer';
import { readFileWithin } from '../io/readFileWithin.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';

/**
 * The lines of a text file, whichever of the three line ends it has.
 * @throws UserError where it cannot be read, is no UTF-8, or is larger than a list of names can be
 */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readFileWithin(path, createReadingBudget(path, 'json'));
  if (!isUtf8(bytes))
    throw new UserError(`${path} is no UTF-8, so its names would be others; save it again with that encoding.`);
  return bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/);
}

/**
 * The lines of a file in which a line's place is its label. Blank ones at the end are no lines.
 * @param remedy what to do about a file that is damaged
 * @throws UserError where there are none, or naming a blank line before the last: left out, it would give every later
 *   name another label
 */
export async function readPositionedLines(path: string, remedy: string): Promise<string[]> {
  const lines = await readLines(path);
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  if (lines.length === 0) throw new UserError(`${path} holds no names, expected one a line; ${remedy}`);
  const blank = lines.findIndex((line) => line.trim() === '');
  if (blank >= 0)
    throw new UserError(
      `${path} has no name in line ${blank + 1}, and a name's line is its label; write the name there, or ${remedy}`,
    );
  return lines;
}
