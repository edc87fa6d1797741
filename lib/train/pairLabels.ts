import { byFrequency } from './byFrequency.js';
import type { Labels, TrainingPairs } from './trainingPairs.js';

/** Classes with fewer images are left out: their images have no label of that set. */
const LEAST = { category: 50, name: 10 };

/** What is known of each image, one class or '' where there is none, as numbers by how often a class occurs. */
function numbered(names: readonly string[], least: number): Labels {
  const classes = byFrequency(names).flatMap(([name, count]) => (name !== '' && count >= least ? [name] : []));
  const classOf = new Map(classes.map((name, k) => [name, k]));
  return { classes: classes.length, of: Int32Array.from(names, (name) => classOf.get(name) ?? -1) };
}

/**
 * What a supervised baseline learns of the pairs: the category its set gives an image, and the image's name, each where
 * enough images share it.
 */
export function pairLabels(
  captions: TrainingPairs['captions'],
  categories: readonly string[],
): { readonly category: Labels; readonly name: Labels } {
  return {
    category: numbered(categories, LEAST.category),
    name: numbered(
      captions.map(([main]) => main!),
      LEAST.name,
    ),
  };
}
