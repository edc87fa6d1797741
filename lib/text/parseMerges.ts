import { UserError } from '../io/userError.js';
import type { Merge } from './bpeVocabulary.js';

/**
 * The merges in the text of a `merges.txt`: a pair of symbols a line, after an optional "#version" line.
 * @throws UserError naming the file and the first line that is none
 */
export function parseMerges(text: string, path: string): Merge[] {
  const lines = text.split('\n');
  if (lines[0]?.startsWith('#version')) lines.shift();
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, k) => {
    const [left, right, ...rest] = line.replace(/\r$/, '').split(' ');
    if (!left || !right || rest.length > 0) {
      throw new UserError(
        `${path} is damaged: merge ${k + 1} should be two symbols with a blank between, not "${line.slice(0, 40)}".`,
      );
    }
    return [left, right];
  });
}
