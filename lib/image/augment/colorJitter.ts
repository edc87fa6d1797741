import type { Random } from '../../engine/random.js';
import { tf, type Tensor3D, type Tensor4D } from '../../engine/tf.js';

/** The gray axis in RGB, as luma weighs it (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Row k of the result turns the colors other than gray by `angle` radians around the gray axis, times `saturation`. */
function hueAndSaturation(angle: number, saturation: number): number[] {
  const cosine = saturation * Math.cos(angle);
  const sine = (saturation * Math.sin(angle)) / Math.sqrt(3);
  // luma + saturation * R(angle) * (color - luma), where R turns around (1, 1, 1): x cos + (axis cross x) sin.
  const cross = [
    [0, -1, 1],
    [1, 0, -1],
    [-1, 1, 0],
  ];
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => {
      const gray = LUMA[column]!;
      const rest = (row === column ? 1 : 0) - gray;
      return gray + cosine * rest + sine * cross[row]![column]!;
    }),
  );
}

/**
 * A random change of colors for each of N images, as matrices [N, 3, 3] on RGB: hue turned by up to `strength` times
 * half a turn's fifth, saturation and contrast times 1 ± `strength`. Rows of one matrix have one sum, its contrast, so
 * that white is still white once applied to what the ink takes away.
 */
export function colorJitters(N: number, strength: number, random: Random): Float32Array {
  const around = (width: number): number => 1 + width * (2 * random.next() - 1);
  const matrices = new Float32Array(9 * N);
  for (let k = 0; k < N; k++) {
    const angle = (around(1) - 1) * strength * (Math.PI / 5);
    const saturation = around(strength);
    const contrast = around(strength);
    matrices.set(
      hueAndSaturation(angle, saturation).map((value) => contrast * value),
      9 * k,
    );
  }
  return matrices;
}

/**
 * Images [N, H, W, 3] in 0..255 with their colors changed by `matrices` [N, 3, 3]: 255 - M (255 - color), so that a
 * white ground stays white, cut to 0..255.
 */
export function jitterColors(pixels: Tensor4D, matrices: Float32Array): Tensor4D {
  const [N, H, W] = pixels.shape;
  return tf.tidy(() => {
    const ink = tf.reshape(tf.sub(255, pixels), [N, H * W, 3]);
    const changed = tf.matMul(ink as Tensor3D, tf.tensor3d(matrices, [N, 3, 3]), false, true); // [N, H W, 3]
    return tf.reshape(tf.clipByValue(tf.sub(255, changed), 0, 255), [N, H, W, 3]);
  });
}
