import { tf, type Tensor4D } from '../engine/tf.js';

/** How a model wants its colors: x in 0..1 becomes (x - mean) / std. */
export interface ColorStatistics {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Bytes 0..255 as float32 [N, H, W, 3] become what the model reads: (x / 255 - mean) / std. */
export function normalizePixels(pixels: Tensor4D, { mean, std }: ColorStatistics): Tensor4D {
  return tf.tidy(() => {
    const scale = tf.tensor1d(std.map((s) => 1 / (255 * s)));
    const shift = tf.tensor1d(mean.map((m, k) => m / std[k]!));
    return tf.sub(tf.mul(pixels, scale), shift);
  });
}
