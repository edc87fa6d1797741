import type { ImageBatch } from './imageBatch.js';
import { cutImage } from './preprocess.js';
import type { Preprocessing } from './preprocessing.js';

/**
 * A model's own preprocessing for an input twice as large, so that what lies in an image's frame stays the same.
 * Undefined where images keep their size, for then none is of twice as many pixels.
 */
export function twiceAsLarge({ resize, ...others }: Preprocessing): Preprocessing | undefined {
  if (!resize) return undefined;
  return {
    ...others,
    resize:
      resize.side === 'both'
        ? { side: 'both', height: 2 * resize.height, width: 2 * resize.width }
        : { side: resize.side, size: 2 * resize.size },
  };
}

/** Squares that are in the model's frame already, resized to its input by its own filter and not framed again. */
export function fitFramed({ count, height, width, pixels }: ImageBatch, size: number, own: Preprocessing): ImageBatch {
  const length = height * width * 3;
  const fit = new Uint8Array(count * size * size * 3);
  const { filter } = own;
  for (let k = 0; k < count; k++) {
    const samples = pixels.subarray(k * length, (k + 1) * length);
    const image = { height, width, mode: 'RGB', samples, indexed: false } as const;
    const cut = cutImage(image, size, {
      rgbFirst: true,
      resize: { side: 'both', height: size, width: size },
      filter,
    });
    fit.set(cut, k * size * size * 3);
  }
  return { count, height: size, width: size, pixels: fit };
}
