import type { Random } from '../../engine/random.js';

/**
 * A random square of each of N square images: a side between `smallest` and 1 of the image's, anywhere inside. "A
 * random square crop from resized images is the only data augmentation used" (paper sec 2.3). Returns boxes [N, 4] as
 * (top, left, bottom, right) in 0..1, for `cropAndResize`.
 */
export function randomSquareCrops(N: number, smallest: number, random: Random): Float32Array {
  const boxes = new Float32Array(4 * N);
  for (let k = 0; k < N; k++) {
    const side = smallest + (1 - smallest) * random.next();
    const top = (1 - side) * random.next();
    const left = (1 - side) * random.next();
    boxes.set([top, left, top + side, left + side], 4 * k);
  }
  return boxes;
}
