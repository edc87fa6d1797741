import type { AddedToken } from './addedTokens.js';
import { BYTE_SYMBOLS } from './byteSymbols.js';
import { UserError } from '../io/userError.js';

export const START_SYMBOL = '<|startoftext|>';
export const END_SYMBOL = '<|endoftext|>';
/** Marks the last symbol of a word. */
export const WORD_END = '</w>';

/** Two symbols that a byte-level BPE joins to one. */
export type Merge = readonly [left: string, right: string];

/**
 * A byte-level BPE vocabulary in CLIP's order: 256 bytes, 256 bytes ending a word, one symbol a merge, two specials.
 */
export interface BpeVocabulary {
  /** In order of priority, the most frequent pair first. */
  readonly merges: readonly Merge[];
  /** Token id to symbol. */
  readonly symbols: readonly string[];
  /** Symbol to token id. */
  readonly ids: ReadonlyMap<string, number>;
  /** Tokens that a model was taught later, with ids behind the symbols'. */
  readonly added?: readonly AddedToken[];
}

/** One more than the largest id, those of added tokens among them: the rows that an embedding needs. */
export function vocabularySize({ symbols, added = [] }: BpeVocabulary): number {
  return added.reduce((size, { id }) => Math.max(size, id + 1), symbols.length);
}

/**
 * Builds the vocabulary that a merge list defines.
 * @throws UserError when a merge joins symbols that do not exist yet, joins across a word's end, or repeats a symbol
 */
export function createVocabulary(merges: readonly Merge[]): BpeVocabulary {
  const symbols = [...BYTE_SYMBOLS, ...BYTE_SYMBOLS.map((symbol) => symbol + WORD_END)];
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  const add = (symbol: string): void => {
    ids.set(symbol, symbols.length);
    symbols.push(symbol);
  };
  merges.forEach(([left, right], k) => {
    const fault = !ids.has(left)
      ? `"${left}" is no symbol yet`
      : !ids.has(right)
        ? `"${right}" is no symbol yet`
        : left.endsWith(WORD_END)
          ? `"${left}" already ends a word`
          : ids.has(left + right)
            ? `"${left + right}" exists already`
            : undefined;
    if (fault !== undefined) {
      throw new UserError(`Merge ${k + 1} ("${left} ${right}") cannot be used: ${fault}; the merge list is damaged.`);
    }
    add(left + right);
  });
  add(START_SYMBOL);
  add(END_SYMBOL);
  return { merges, symbols, ids };
}
