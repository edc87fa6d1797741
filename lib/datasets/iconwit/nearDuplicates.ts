import { breathe } from '../../io/interruption.js';
import { neighborKeys, signatureDistance, signatureKey } from './imageSignature.js';

/**
 * Images count as nearly the same where their signatures differ by no more than this (mean of 255 gray levels), and by
 * no more than this share of the fainter one's ink: two faint drawings are not alike for being nearly white.
 */
const NEAR_DISTANCE = 4;
const NEAR_SHARE = 0.2;

/** Images between two looks at what else waits (an interrupt, a lock to be kept alive). */
const BREATHE_EVERY = 500;

/** Finds, among the images put in, one that is nearly the same. */
export interface NearIndex {
  /**
   * The number of an image that was added and is nearly this one, preferring the nearest; undefined where there is
   * none.
   */
  find(signature: Uint8Array): number | undefined;
  /** Adds an image under a number. */
  add(signature: Uint8Array, number: number): void;
}

/**
 * An index by perceptual hash: candidates agree in all 49 bits or in all but one, and are then compared block by block.
 * It misses pairs whose hashes differ in more; what it counts is a lower bound.
 */
export function createNearIndex(): NearIndex {
  const buckets = new Map<number, { signature: Uint8Array; ink: number; number: number }[]>();
  return {
    find(signature) {
      const key = signatureKey(signature);
      let best: number | undefined;
      let least = Infinity;
      const ink = meanInk(signature);
      const look = (at: number): void => {
        for (const entry of buckets.get(at) ?? []) {
          const distance = signatureDistance(signature, entry.signature);
          if (distance > Math.min(NEAR_DISTANCE, NEAR_SHARE * Math.min(ink, entry.ink))) continue;
          if (distance < least) [best, least] = [entry.number, distance];
        }
      };
      look(key);
      for (const neighbor of neighborKeys(key)) look(neighbor);
      return best;
    },
    add(signature, number) {
      const key = signatureKey(signature);
      const entry = { signature, ink: meanInk(signature), number };
      const bucket = buckets.get(key);
      if (bucket) bucket.push(entry);
      else buckets.set(key, [entry]);
    },
  };
}

/**
 * Groups images that are nearly the same: each joins the group of the nearest first member within reach, or starts one.
 * @returns for each image the number of its group's first member (its own where it stands alone)
 */
export async function groupNearDuplicates(signatures: readonly Uint8Array[]): Promise<Int32Array> {
  const index = createNearIndex();
  const groups = new Int32Array(signatures.length);
  for (const [k, signature] of signatures.entries()) {
    const first = index.find(signature);
    if (first === undefined) index.add(signature, k);
    groups[k] = first ?? k;
    if (k % BREATHE_EVERY === 0) await breathe();
  }
  return groups;
}

/** How far from white, 0..255. */
function meanInk(signature: Uint8Array): number {
  return 255 - signature.reduce((sum, level) => sum + level, 0) / signature.length;
}
