import { DT, runOp } from './backend.js';
import { tf, type Tensor2D, type Tensor4D } from './tf.js';

/**
 * Images [N, H, W, C] under a projective transform each: [N, size, size, C], bilinear, `ground` where nothing was.
 * Position (x, y) of the result is taken from ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) of the image, k = c0 x +
 * c1 y + 1, for the row (a0, a1, a2, b0, b1, b2, c0, c1) of `transforms` [N, 8] (TensorFlow's
 * `ImageProjectiveTransformV3`). No gradient.
 */
export function projectiveTransform(images: Tensor4D, transforms: Tensor2D, size: number, ground: number): Tensor4D {
  return tf.tidy(() => {
    const attributes = { dtype: { dtype: DT.float }, interpolation: 'BILINEAR', fill_mode: 'CONSTANT' };
    const inputs = [images, transforms, tf.tensor1d([size, size], 'int32'), tf.scalar(ground)];
    return runOp('ImageProjectiveTransformV3', attributes, inputs)[0] as Tensor4D;
  });
}
