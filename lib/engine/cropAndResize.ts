import { DT, runOpOnArrays } from './backend.js';
import { checkCrops } from './checkCrops.js';
import type { Tensor4D } from './tf.js';

/**
 * Cuts one box out of each image and resizes it bilinearly, straight from bytes: [N, H, W, 3] uint8 in 0..255 becomes
 * [N, size, size, 3] float32 in 0..255. Boxes are [N, 4] as (top, left, bottom, right), 0 the center of the first pixel
 * and 1 that of the last (TensorFlow's `CropAndResize`). No gradient.
 * @throws UserError where a box is not within its image
 */
export function cropAndResize(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  boxes: Float32Array,
  size: number,
): Tensor4D {
  checkCrops(shape, boxes, size);
  const [N] = shape;
  const attributes = { T: { dtype: DT.uint8 }, method: 'bilinear', extrapolation_value: { float: 0 } };
  return runOpOnArrays('CropAndResize', attributes, [
    { shape, dtype: DT.uint8, values: pixels },
    { shape: [N, 4], dtype: DT.float, values: boxes },
    { shape: [N], dtype: DT.int32, values: Int32Array.from({ length: N }, (_, k) => k) },
    { shape: [2], dtype: DT.int32, values: Int32Array.of(size, size) },
  ]) as Tensor4D;
}
