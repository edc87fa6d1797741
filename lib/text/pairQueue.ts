import { createHeap } from './heap.js';

/** A pair of symbols with how often it occurs and the words it was seen in. */
export interface CountedPair {
  readonly left: number;
  readonly right: number;
  readonly count: number;
  readonly words: ReadonlySet<number>;
}

/** Counts of neighboring symbols, the most frequent pair first; equal counts by (left, right). */
export interface PairQueue {
  /** Adds `change` (may be negative) to a pair's count, seen in word `word`. */
  add(left: number, right: number, change: number, word: number): void;
  /** The most frequent pair, or undefined when none is left. */
  takeBest(): CountedPair | undefined;
  delete(left: number, right: number): void;
}

interface Entry {
  readonly key: number;
  readonly count: number;
}

/** @param symbolCount one more than the largest symbol */
export function createPairQueue(symbolCount: number): PairQueue {
  const counts = new Map<number, number>();
  const places = new Map<number, Set<number>>();
  // A heap with old entries left in: counts that grew are pushed anew, counts that fell are corrected when they come
  // up.
  const heap = createHeap<Entry>((a, b) => a.count > b.count || (a.count === b.count && a.key < b.key));

  /** Pairs whose count grew since the heap was last looked at. */
  const grown = new Set<number>();

  return {
    add(left, right, change, word) {
      const key = left * symbolCount + right;
      counts.set(key, (counts.get(key) ?? 0) + change);
      if (change < 0) return;
      grown.add(key);
      const known = places.get(key);
      if (known === undefined) places.set(key, new Set([word]));
      else known.add(word);
    },
    takeBest() {
      for (const key of grown) heap.push({ key, count: counts.get(key) ?? 0 });
      grown.clear();
      for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
        const { key } = entry;
        const count = counts.get(key) ?? 0;
        if (count !== entry.count) {
          if (count > 0 && count < entry.count) heap.push({ key, count });
          continue;
        }
        if (count === 0) continue;
        return {
          left: Math.floor(key / symbolCount),
          right: key % symbolCount,
          count,
          words: places.get(key) ?? new Set(),
        };
      }
      return undefined;
    },
    delete(left, right) {
      const key = left * symbolCount + right;
      counts.delete(key);
      places.delete(key);
      grown.delete(key);
    },
  };
}
