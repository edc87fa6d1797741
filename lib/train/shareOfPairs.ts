import type { Random } from '../engine/random.js';

/**
 * Of the indices of one epoch (see `repeatPairs`) those of a share of the pairs, in their order; a pair is left out
 * whole. A larger share of the same generator holds the smaller one.
 * @param share above 0 up to 1; all where it is left out
 */
export function shareOfPairs(epoch: Uint32Array, share: number | undefined, random: Random): Uint32Array {
  if (share === undefined || share === 1) return epoch;
  const pairs = random.shuffle([...new Set(epoch)]);
  const chosen = new Set(pairs.slice(0, Math.ceil(share * pairs.length)));
  return epoch.filter((k) => chosen.has(k));
}
