import { DT, runOpOnArrays } from './backend.js';
import { checkCrops } from './checkCrops.js';
import type { Tensor4D } from './tf.js';

/** What becomes of each image's bytes. */
export interface ByteCrops {
  /** [N, 4] as (top, left, bottom, right), 0 the center of the first pixel and 1 that of the last. */
  readonly boxes: Float32Array;
  /** Side of what comes out. */
  readonly size: number;
  /** [N, 3, 3] on 255 minus a color; left out, colors stay. */
  readonly matrices?: Float32Array | undefined;
  /** Three factors and three summands, a channel each: what 0..255 is multiplied by, and what is added to it. */
  readonly scaleAndShift: Float32Array;
}

/**
 * Cuts one box out of each image, resizes it bilinearly, changes its colors and scales them, in one native op on all
 * processors: [N, H, W, 3] uint8 becomes [N, size, size, 3] float32. Only where `hasNativeKernels()`. No gradient.
 * @throws UserError where a box is not within its image
 */
export function cropBytes(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  { boxes, size, matrices, scaleAndShift }: ByteCrops,
): Tensor4D {
  checkCrops(shape, boxes, size);
  const [N] = shape;
  return runOpOnArrays('CliplabCrop', { T: { dtype: DT.uint8 }, size }, [
    { shape, dtype: DT.uint8, values: pixels },
    { shape: [N, 4], dtype: DT.float, values: boxes },
    { shape: matrices ? [N, 3, 3] : [0], dtype: DT.float, values: matrices ?? new Float32Array() },
    { shape: [6], dtype: DT.float, values: scaleAndShift },
  ]) as Tensor4D;
}
