import { DT, nativeBackend, opAttributes } from './backend.js';
import type { Tensor4D } from './tf.js';

/**
 * Cuts one box out of each picture and resizes it bilinearly, straight from bytes: [N, H, W, 3] uint8 in 0..255 becomes
 * [N, size, size, 3] float32 in 0..255. Boxes are [N, 4] as (top, left, bottom, right), 0 the centre of the first pixel and
 * 1 that of the last (TensorFlow's `CropAndResize`). No gradient.
 */
export function cropAndResize(
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
  boxes: Float32Array,
  size: number,
): Tensor4D {
  const [N] = shape;
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = [
    binding.createTensor(shape, DT.uint8, pixels),
    binding.createTensor([N, 4], DT.float, boxes),
    binding.createTensor(
      [N],
      DT.int32,
      Int32Array.from({ length: N }, (_, k) => k),
    ),
    binding.createTensor([2], DT.int32, Int32Array.of(size, size)),
  ];
  try {
    const attributes = opAttributes({ T: { dtype: DT.uint8 }, method: 'bilinear', extrapolation_value: { float: 0 } });
    return backend.createOutputTensor(binding.executeOp('CropAndResize', attributes, ids, 1)[0]!) as Tensor4D;
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}
