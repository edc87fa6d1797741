import { requireImages } from '../image/requireImages.js';
import { requireTexts } from '../io/requireTexts.js';
import { UserError } from '../io/userError.js';
import type { TrainingPairs } from './trainingPairs.js';

/**
 * Refuses pairs whose images, captions and sets do not belong together.
 * @param what names them, e.g. `the training pairs`
 * @throws UserError naming the image without a caption, or what does not fit
 */
export function requirePairs({ images, captions, sets, labels = {} }: TrainingPairs, what: string): void {
  requireImages(images, `the images of ${what}`);
  const { count } = images;
  for (const [name, { length }] of Object.entries({ captions, sets }))
    if (length !== count)
      throw new UserError(`${what} have ${length} ${name} for ${count} images, expected one for each.`);
  requireTexts(sets, `the sets of ${what}`, 0);
  captions.forEach((choices, k) => requireTexts(choices, `the captions of image ${k + 1} of ${what}`));
  for (const [name, { of }] of Object.entries(labels))
    if (of.length !== count)
      throw new UserError(`${what} have ${of.length} labels "${name}" for ${count} images, expected one for each.`);
}
