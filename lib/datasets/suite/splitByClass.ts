import type { Random } from '../../engine/random.js';
import { SPLIT_NAMES, type SourceImage, type SplitName } from './taskSource.js';

/**
 * Parts images into train, validation and test, class by class in seeded random order: at most `perClass` each, and of
 * a class that has fewer in all, shares in the same proportions.
 */
export function splitByClass(
  images: readonly SourceImage[],
  perClass: Readonly<Record<SplitName, number>>,
  random: Random,
): Record<SplitName, SourceImage[]> {
  const splits: Record<SplitName, SourceImage[]> = { train: [], validation: [], test: [] };
  const wanted = perClass.train + perClass.validation + perClass.test;
  const labels = [...new Set(images.map((image) => image.label))].sort((a, b) => a - b);
  for (const label of labels) {
    const members = random.shuffle(images.filter((image) => image.label === label));
    const share = Math.min(1, members.length / wanted);
    let used = 0;
    for (const split of SPLIT_NAMES) {
      const count = split === 'test' && share < 1 ? members.length - used : Math.floor(perClass[split] * share);
      splits[split].push(...members.slice(used, used + count));
      used += count;
    }
  }
  return splits;
}
