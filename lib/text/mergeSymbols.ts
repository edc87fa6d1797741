import type { BpeVocabulary } from './bpeVocabulary.js';
import { BYTE_TOKENS } from './byteSymbols.js';
import { createHeap } from './heap.js';
import { createPairRanks, type PairRanks } from './pairRanks.js';

/** Room for positions inside one word in a heap key of rank * POSITIONS + position, exact below 2^53. */
const POSITIONS = 2 ** 31;

/** Up to this many bytes looking at every pair again is faster than keeping them in a heap. */
const SHORT_WORD = 24;

/** Token ids of a word's bytes before any merge. */
export function byteTokens(word: string): number[] {
  const tokens = Array.from(Buffer.from(word, 'utf8'), (byte) => BYTE_TOKENS[byte] as number);
  const last = tokens.length - 1;
  if (last >= 0) tokens[last] = (tokens[last] as number) + 256;
  return tokens;
}

/** Byte pair encoding of one word: the pair of the lowest rank becomes one symbol, again and again, from the left. */
export function createMergeSymbols(vocabulary: BpeVocabulary): (word: string) => number[] {
  const { merges, symbols } = vocabulary;
  const rankOf = createPairRanks(vocabulary);
  const firstMerged = symbols.length - merges.length - 2;
  const mergeLong = createLongMerge(rankOf, firstMerged);
  return (word) => {
    const tokens = byteTokens(word);
    return tokens.length <= SHORT_WORD ? mergeShort(tokens, rankOf, firstMerged) : mergeLong(tokens);
  };
}

/** Joins in place; the rank of a pair is looked up when one of its symbols changes. */
function mergeShort(tokens: number[], rankOf: PairRanks, firstMerged: number): number[] {
  const ranks: number[] = [];
  for (let i = 0; i + 1 < tokens.length; i++) ranks.push(rankOf(tokens[i]!, tokens[i + 1]!));
  for (;;) {
    let best = -1;
    for (let i = 0; i < ranks.length; i++) if (ranks[i]! >= 0 && (best < 0 || ranks[i]! < ranks[best]!)) best = i;
    if (best < 0) return tokens;
    tokens[best] = firstMerged + ranks[best]!;
    tokens.splice(best + 1, 1);
    ranks.splice(best, 1);
    if (best > 0) ranks[best - 1] = rankOf(tokens[best - 1]!, tokens[best]!);
    if (best < ranks.length) ranks[best] = rankOf(tokens[best]!, tokens[best + 1]!);
  }
}

/**
 * All pairs wait in a heap by (rank, position) over a linked list, so a word of n bytes takes n log n steps. It equals
 * merging the best pair everywhere and starting over, because a merge can only make pairs of a later rank.
 */
function createLongMerge(rankOf: PairRanks, firstMerged: number): (tokens: number[]) => number[] {
  const heap = createHeap<number>((a, b) => a < b);
  return (tokens) => {
    const count = tokens.length;
    const next = Int32Array.from({ length: count }, (_, i) => i + 1);
    const previous = Int32Array.from({ length: count }, (_, i) => i - 1);
    const offer = (i: number): void => {
      const j = next[i]!;
      if (j >= count) return;
      const rank = rankOf(tokens[i]!, tokens[j]!);
      if (rank >= 0) heap.push(rank * POSITIONS + i);
    };
    for (let i = 0; i < count; i++) offer(i);
    for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
      const rank = Math.floor(key / POSITIONS);
      const i = key - rank * POSITIONS;
      const j = next[i]!;
      // A pair changed by an earlier merge is stale: a swallowed symbol holds -1, which no pair has.
      if (j >= count || rankOf(tokens[i]!, tokens[j]!) !== rank) continue;
      tokens[i] = firstMerged + rank;
      tokens[j] = -1;
      const after = next[j]!;
      next[i] = after;
      if (after < count) previous[after] = i;
      if (previous[i]! >= 0) offer(previous[i]!);
      offer(i);
    }
    return tokens.filter((token) => token >= 0);
  };
}
