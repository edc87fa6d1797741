import type { BpeVocabulary } from './bpeVocabulary.js';

/** The rank of the merge of two symbols, by their ids; -1 for a pair that is not merged. */
export type PairRanks = (left: number, right: number) => number;

/** A hash table with open addressing: a Map would need a number object for every key. */
export function createPairRanks({ merges, ids }: BpeVocabulary): PairRanks {
  const bits = Math.max(4, Math.ceil(Math.log2(merges.length + 1)) + 1);
  const mask = (1 << bits) - 1;
  const keys = new Int32Array(2 << bits);
  const ranks = new Int32Array(1 << bits).fill(-1);
  const slotOf = (left: number, right: number): number => {
    let slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> (32 - bits);
    while (ranks[slot]! >= 0 && (keys[2 * slot] !== left || keys[2 * slot + 1] !== right)) slot = (slot + 1) & mask;
    return slot;
  };
  merges.forEach(([left, right], rank) => {
    const [leftId, rightId] = [ids.get(left) as number, ids.get(right) as number];
    const slot = slotOf(leftId, rightId);
    keys[2 * slot] = leftId;
    keys[2 * slot + 1] = rightId;
    ranks[slot] = rank;
  });
  return (left, right) => ranks[slotOf(left, right)]!;
}
