import { cropAndResize } from '../../engine/cropAndResize.js';
import { cropBytes } from '../../engine/cropBytes.js';
import { hasNativeKernels } from '../../engine/nativeKernels.js';
import { tf, type Tensor4D } from '../../engine/tf.js';
import { jitterColours } from './colourJitter.js';
import { normalizePixels, type ColourStatistics } from '../normalizePixels.js';

/** What each picture of a batch goes through on its way to the model. */
export interface PictureCrops extends ColourStatistics {
  /** [N, 4] as (top, left, bottom, right), 0 the centre of the first pixel and 1 that of the last. */
  readonly boxes: Float32Array;
  /** Side of what comes out, in pixels. */
  readonly size: number;
  /** Changes of colours [N, 3, 3], see `colourJitters`. */
  readonly matrices?: Float32Array | undefined;
}

/**
 * A box of each picture, resized bilinearly, its colours changed, normalised: bytes [N, H, W, 3] become [N, size, size, 3]. One native
 * op where the engine has it, so that pictures do not keep a training step waiting.
 */
export function cropPictures(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  crops: PictureCrops,
): Tensor4D {
  const { boxes, size, matrices, mean, std } = crops;
  if (hasNativeKernels()) {
    const scaleAndShift = Float32Array.from([...std.map((s) => 1 / (255 * s)), ...mean.map((m, c) => -m / std[c]!)]);
    return cropBytes(pixels, shape, { boxes, size, matrices, scaleAndShift });
  }
  return tf.tidy(() => {
    const cropped = cropAndResize(pixels, shape, boxes, size);
    return normalizePixels(matrices ? jitterColours(cropped, matrices) : cropped, { mean, std });
  });
}
