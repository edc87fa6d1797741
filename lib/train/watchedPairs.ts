import { selectImages } from '../image/selectImages.js';
import type { TrainingPairs } from './trainingPairs.js';

/** The pairs whose main caption is among the `names` most frequent ones; equally frequent ones by the alphabet. */
export function pairsOfCommonNames(pairs: TrainingPairs, names: number): TrainingPairs {
  const counts = new Map<string, number>();
  for (const [main] of pairs.captions) counts.set(main!, (counts.get(main!) ?? 0) + 1);
  const common = new Set(
    [...counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, names)
      .map(([name]) => name),
  );
  const chosen = [...pairs.captions.keys()].filter((k) => common.has(pairs.captions[k]![0]!));
  return {
    images: selectImages(pairs.images, chosen),
    captions: chosen.map((k) => pairs.captions[k]!),
    sets: chosen.map((k) => pairs.sets[k]!),
  };
}
