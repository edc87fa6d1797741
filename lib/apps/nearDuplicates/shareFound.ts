import type { Random } from '../../engine/random.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { innerProducts } from '../../eval/matrix.js';
import { topKAccuracy } from '../../eval/metrics/topKAccuracy.js';
import type { Detector } from './detector.js';
import { distortImages, type Distortion } from './distortImages.js';
import { embedWithDetector } from './embedWithDetector.js';

/**
 * How often an altered copy's nearest image, or one of its five nearest, is its own among all of the set: what training
 * watches.
 */
export async function shareFound(
  detector: Detector,
  images: ImageBatch,
  distortion: Distortion,
  random: Random,
): Promise<{ top1: number; top5: number }> {
  const size = detector.config.vision.imageSize;
  const copies = await distortImages(images, size, distortion, random.fork('copies'));
  const similarities = innerProducts(
    await embedWithDetector(detector, copies),
    await embedWithDetector(detector, images),
  );
  const own = Int32Array.from({ length: images.count }, (_, k) => k);
  return { top1: topKAccuracy(similarities, own, 1), top5: topKAccuracy(similarities, own, 5) };
}
