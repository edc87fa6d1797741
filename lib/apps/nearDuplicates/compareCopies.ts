import { innerProducts } from '../../eval/matrix.js';
import type { Random } from '../../engine/random.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import type { Detector } from './detector.js';
import { NEAR_DUPLICATES } from './detectorRecipe.js';
import { distortImages, type Distortion } from './distortImages.js';
import { embedWithDetector } from './embedWithDetector.js';

/** Images that were changed a little, and how similar each stayed to what it was. */
export interface ComparedCopies {
  /** One an image, of the same size. */
  readonly copies: ImageBatch;
  /** How alike the detector finds each image and its copy, 1 for the same. */
  readonly similarities: readonly number[];
}

/**
 * Altered copies of images, beside what the detector says of them.
 * @param images square images
 * @param distortion default: as strong as those that the detector was trained on (paper appendix C)
 * @throws UserError where the images are none, or not square
 * @example
 * const { detector } = await loadDetector();
 * const images = await readImages((await loadDataset('flags')).validation);
 * const { copies, similarities } = await compareCopies(detector, images, createRandom(1));
 */
export async function compareCopies(
  detector: Detector,
  images: ImageBatch,
  random: Random,
  distortion: Distortion = NEAR_DUPLICATES.distortion,
): Promise<ComparedCopies> {
  const copies = await distortImages(images, images.width, distortion, random);
  const { data, columns } = innerProducts(
    await embedWithDetector(detector, images),
    await embedWithDetector(detector, copies),
  );
  return { copies, similarities: Array.from({ length: columns }, (_, k) => data[k * columns + k]!) };
}
