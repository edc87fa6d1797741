import type { BpeVocabulary } from './bpeVocabulary.js';
import { BYTE_TOKENS } from './byteSymbols.js';
import { createMinHeap } from './minHeap.js';

/** Room for positions inside one word in a heap key of rank * POSITIONS + position, exact below 2^53. */
const POSITIONS = 2 ** 31;

/** Token ids of a word's bytes before any merge. */
export function byteTokens(word: string): number[] {
  const tokens = Array.from(Buffer.from(word, 'utf8'), (byte) => BYTE_TOKENS[byte] as number);
  const last = tokens.length - 1;
  if (last >= 0) tokens[last] = (tokens[last] as number) + 256;
  return tokens;
}

/**
 * Byte pair encoding of one word. All pairs wait in a heap by (rank, position) over a linked list, so a word of n bytes
 * takes n log n steps. It equals merging the best pair everywhere and starting over, because a merge can only make pairs
 * of a later rank.
 */
export function createMergeSymbols(vocabulary: BpeVocabulary): (word: string) => number[] {
  const { merges, symbols, ids } = vocabulary;
  const ranks = new Map<number, number>();
  const pairKey = (left: number, right: number): number => left * symbols.length + right;
  merges.forEach(([left, right], rank) => ranks.set(pairKey(ids.get(left) as number, ids.get(right) as number), rank));
  const firstMerged = symbols.length - merges.length - 2;
  const heap = createMinHeap();

  return (word) => {
    const tokens = byteTokens(word);
    const count = tokens.length;
    const next = Array.from({ length: count }, (_, i) => i + 1);
    const previous = Array.from({ length: count }, (_, i) => i - 1);
    const offer = (i: number): void => {
      const j = next[i] as number;
      if (j >= count) return;
      const rank = ranks.get(pairKey(tokens[i] as number, tokens[j] as number));
      if (rank !== undefined) heap.push(rank * POSITIONS + i);
    };
    for (let i = 0; i < count; i++) offer(i);
    while (heap.size > 0) {
      const key = heap.pop();
      const rank = Math.floor(key / POSITIONS);
      const i = key - rank * POSITIONS;
      const j = next[i] as number;
      // A pair changed by an earlier merge is stale: a swallowed symbol holds -1, which no pair has.
      if (j >= count || ranks.get(pairKey(tokens[i] as number, tokens[j] as number)) !== rank) continue;
      tokens[i] = firstMerged + rank;
      tokens[j] = -1;
      const after = next[j] as number;
      next[i] = after;
      if (after < count) previous[after] = i;
      if ((previous[i] as number) >= 0) offer(previous[i] as number);
      offer(i);
    }
    return tokens.filter((token) => token >= 0);
  };
}
