import type { Precision } from '../../engine/precision.js';
import { tf } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { requireImages } from '../../image/requireImages.js';
import { toPixels } from '../../image/toPixels.js';
import { breathe } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { requireWhole } from '../../io/requireWhole.js';
import { requireClip } from '../../models/requireClip.js';
import type { Clip } from '../../models/clip.js';
import type { Matrix } from '../matrix.js';
import { requireFiniteFeatures } from '../../models/requireFiniteFeatures.js';

/** How `embedImages` and `embedTexts` go through their inputs. */
export interface EmbedOptions {
  /** Images or texts a forward pass takes, at least 1. Default 256, and 32 images of more than 64 pixels a side. */
  readonly batchSize?: number;
  /**
   * What the tower computes in. Default `fp32`, the same on every machine; `auto` is the fastest that the processor
   * does well.
   */
  readonly precision?: Precision;
  /** Shows progress under this name. */
  readonly label?: string;
}

/** Pixels a side up to which activations are small enough for a large batch. */
const SMALL = 64;

/** Images that go through the model's image tower at once where nobody says. */
export function defaultImageBatch({ config }: Clip): number {
  return config.vision.imageSize > SMALL ? 32 : 256;
}

/**
 * The image tower's features of square images, [N, D], of any length (the zero-shot functions normalize them).
 * Images of another size than the model's are resized as the reference does it.
 * @throws UserError where the model is none, the images' bytes are not RGB of their size, or the model's output is not
 *   finite, naming the image
 * @example
 * const { model } = await loadModel();
 * const images = await readImages((await loadDataset('flags')).validation);
 * const { rows, columns } = await embedImages(model, images, { batchSize: 64 });
 */
export async function embedImages(model: Clip, images: ImageBatch, options: EmbedOptions = {}): Promise<Matrix> {
  requireClip(model);
  requireImages(images);
  const { config } = model;
  const size = config.vision.imageSize;
  const batchSize = defaultImageBatch(model);
  const mode = { training: false, precision: options.precision ?? 'fp32' };
  return embedBatches(images.count, 'images', config.embedDim, { batchSize, ...options }, (begin, end) =>
    tf.tidy(() => model.encodeImage(toPixels(images, size, config, begin, end), mode).dataSync<'float32'>()),
  );
}

/**
 * Features [N, D] of N things, a batch at a time, with progress and room for interrupts between batches.
 * @param unit what they are, in the plural: `images`
 * @throws UserError naming the first that the model's output is not finite for
 */
export async function embedBatches(
  N: number,
  unit: string,
  D: number,
  { batchSize = 256, label }: EmbedOptions,
  embed: (begin: number, end: number) => Float32Array,
): Promise<Matrix> {
  requireWhole(batchSize, 'the batch size', 1);
  const data = new Float32Array(N * D);
  const progress = label === undefined ? undefined : startProgress(`embed ${label}`, unit, N);
  for (let begin = 0; begin < N; begin += batchSize) {
    const end = Math.min(begin + batchSize, N);
    const rows = embed(begin, end);
    requireFiniteFeatures(rows, D, (row) => `${unit.replace(/s$/, '')} ${begin + row + 1} of ${N}`);
    data.set(rows, begin * D);
    progress?.advance(end - begin);
    await breathe();
  }
  progress?.finish();
  return { data, rows: N, columns: D };
}
