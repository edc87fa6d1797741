import { readFileWithin } from '../io/readFileWithin.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';

/** The lines of a text file. @throws UserError where it cannot be read, or is larger than a list of names can be */
export async function readLines(path: string): Promise<string[]> {
  const text = (await readFileWithin(path, createReadingBudget(path, 'json'))).toString('utf8');
  return text.replace(/^\ufeff/, '').split(/\r?\n/);
}

/**
 * The lines of a file in which a line's place is its label. Blank ones at the end are no lines.
 * @param remedy what to do about a file that is damaged
 * @throws UserError naming a blank line before the last: left out, it would give every later name another label
 */
export async function readPositionedLines(path: string, remedy: string): Promise<string[]> {
  const lines = await readLines(path);
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  const blank = lines.findIndex((line) => line.trim() === '');
  if (blank >= 0)
    throw new UserError(
      `${path} has no name in line ${blank + 1}, and a name's line is its label; write the name there, or ${remedy}`,
    );
  return lines;
}
