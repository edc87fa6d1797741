import type { Random } from '../../../lib/engine/random.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';

/** N different drawings on white, `size` pixels a side: a few discs and bars of random colors. */
export function drawings(N: number, size: number, random: Random): ImageBatch {
  const pixels = new Uint8Array(N * size * size * 3).fill(255);
  for (let k = 0; k < N; k++)
    for (let shape = 0; shape < 4; shape++) {
      const [x, y, r] = [random.next(), random.next(), 0.1 + 0.2 * random.next()].map((share) => share * size) as [
        number,
        number,
        number,
      ];
      const color = [random.int(220), random.int(220), random.int(220)];
      const disc = random.next() < 0.5;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const inside = disc ? (i - y) ** 2 + (j - x) ** 2 < r * r : Math.abs(i - y) < r / 3 && Math.abs(j - x) < r;
          if (inside) pixels.set(color, 3 * ((k * size + i) * size + j));
        }
    }
  return { count: N, height: size, width: size, pixels };
}
