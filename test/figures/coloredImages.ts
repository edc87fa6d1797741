import type { ImageBatch } from '../../lib/image/imageBatch.js';

/** Images of one color each, different ones. */
export function coloredImages(count: number, size = 4): ImageBatch {
  const stride = size * size * 3;
  const pixels = Uint8Array.from(
    { length: count * stride },
    (_, i) => (90 * Math.floor(i / stride) + 40 * (i % 3)) % 256,
  );
  return { count, height: size, width: size, pixels };
}
