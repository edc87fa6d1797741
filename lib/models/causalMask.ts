import { tf, type Tensor2D } from '../engine/tf.js';

/** Added to attention scores: 0 for a position and those before it, -Infinity for those after. [T, T] */
export function causalMask(T: number): Tensor2D {
  const mask = new Float32Array(T * T);
  for (let row = 0; row < T; row++) mask.fill(-Infinity, row * T + row + 1, (row + 1) * T);
  return tf.tensor2d(mask, [T, T]);
}
