import { cropAndResize } from '../../engine/cropAndResize.js';
import { cropBytes } from '../../engine/cropBytes.js';
import { hasNativeKernels } from '../../engine/nativeKernels.js';
import { tf, type Tensor4D } from '../../engine/tf.js';
import { jitterColors } from './colorJitter.js';
import { normalizePixels, type ColorStatistics } from '../normalizePixels.js';

/** What each image of a batch goes through on its way to the model. */
export interface ImageCrops extends ColorStatistics {
  /** [N, 4] as (top, left, bottom, right), 0 the center of the first pixel and 1 that of the last. */
  readonly boxes: Float32Array;
  /** Side of what comes out, in pixels. */
  readonly size: number;
  /** Changes of colors [N, 3, 3], see `colorJitters`. */
  readonly matrices?: Float32Array | undefined;
}

/**
 * A box of each image, resized bilinearly, its colors changed, normalized: bytes [N, H, W, 3] become [N, size, size,
 * 3]. One native op where the engine has it, so that images do not keep a training step waiting.
 */
export function cropImages(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  crops: ImageCrops,
): Tensor4D {
  const { boxes, size, matrices, mean, std } = crops;
  if (hasNativeKernels()) {
    const scaleAndShift = Float32Array.from([...std.map((s) => 1 / (255 * s)), ...mean.map((m, c) => -m / std[c]!)]);
    return cropBytes(pixels, shape, { boxes, size, matrices, scaleAndShift });
  }
  return tf.tidy(() => {
    const cropped = cropAndResize(pixels, shape, boxes, size);
    return normalizePixels(matrices ? jitterColors(cropped, matrices) : cropped, { mean, std });
  });
}
