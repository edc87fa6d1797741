import { nearWord } from './nearWord.mjs';
import { SetupError } from '../../lib/setup/setupError.mjs';

/**
 * What a table has under a word of the user's; a word that is not in it gets one sentence with those that are.
 * @template T
 * @param {string} what what the word names, such as "benchmark"
 * @param {string} word
 * @param {Readonly<Record<string, T>>} table
 * @returns {T}
 */
export function findKnown(what, word, table) {
  const known = Object.keys(table);
  if (known.includes(word)) return /** @type {T} */ (table[word]);
  const near = nearWord(word, known);
  throw new SetupError(
    `There is no ${what} "${word}"${near ? ` (did you mean ${near}?)` : ''}: choose one of ${known.join(', ')}.`,
  );
}
