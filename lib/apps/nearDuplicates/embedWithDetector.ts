import { requireImages } from '../../image/requireImages.js';
import type { Precision } from '../../engine/precision.js';
import { tf } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { toPixels } from '../../image/toPixels.js';
import { embedBatches } from '../../eval/embeddings/embedImages.js';
import { normalizeRows, type Matrix } from '../../eval/matrix.js';
import type { Detector } from './detector.js';

export interface EmbedWithDetectorOptions {
  readonly label?: string;
  /** Default `fp32`, the same on every machine. */
  readonly precision?: Precision;
}

/**
 * The detector's unit embeddings of square images, [N, D]: their inner products are similarities, 1 for the same image.
 * @throws UserError naming the image that is not finite
 */
export async function embedWithDetector(
  detector: Detector,
  images: ImageBatch,
  { precision = 'fp32', ...options }: EmbedWithDetectorOptions = {},
): Promise<Matrix> {
  requireImages(images);
  const { config } = detector;
  const mode = { training: false, precision };
  const embedded = await embedBatches(images.count, 'images', config.embedDim, options, (begin, end) =>
    tf.tidy(() =>
      detector.encode(toPixels(images, config.vision.imageSize, config, begin, end), mode).dataSync<'float32'>(),
    ),
  );
  return normalizeRows(embedded);
}
