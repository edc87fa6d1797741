import { selectSamples, type ImageSplit } from '../imageSplit.js';
import { classOrder } from './classOrder.js';

/**
 * A split in two, every class in the same shares: the first with about `share` of the images, 0..1. Which ones, their
 * keys and the word decide (see `classOrder`), so the parts are the same on every machine.
 */
export function holdOut(split: ImageSplit, share: number, word: string): { held: ImageSplit; rest: ImageSplit } {
  const chosen = new Set(
    classOrder(split.keys, split.labels, word).flatMap((own) => own.slice(0, Math.round(share * own.length))),
  );
  const all = split.keys.map((_, k) => k);
  return {
    held: selectSamples(
      split,
      all.filter((k) => chosen.has(k)),
    ),
    rest: selectSamples(
      split,
      all.filter((k) => !chosen.has(k)),
    ),
  };
}
