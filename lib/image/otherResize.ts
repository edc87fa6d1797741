import { centreSquare } from './centreSquare.js';
import type { ImageBatch } from './imageBatch.js';

export interface OtherResize {
  /** The kernel between pixels. */
  readonly filter: 'nearest' | 'bilinear' | 'bicubic';
  /** Whether the kernel widens when a picture shrinks, so that nothing aliases. */
  readonly antialias: boolean;
  /** Both sides pressed into the square, where the reference cuts the square in the centre out. Default false. */
  readonly squash?: boolean;
}

type Kernel = { readonly reach: number; readonly weigh: (distance: number) => number };

const KERNELS: Readonly<Record<OtherResize['filter'], Kernel>> = {
  nearest: { reach: 0.5, weigh: (d) => (d >= -0.5 && d < 0.5 ? 1 : 0) },
  bilinear: { reach: 1, weigh: (d) => Math.max(0, 1 - Math.abs(d)) },
  bicubic: {
    reach: 2,
    weigh: (distance) => {
      const d = Math.abs(distance);
      if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
      return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    },
  },
};

/** For each of `count` output positions from `begin` on, of `to` that an axis of `from` positions would have: its weights. */
function axisWeights(from: number, to: number, begin: number, count: number, { filter, antialias }: OtherResize) {
  const { reach, weigh } = KERNELS[filter];
  const scale = from / to;
  const stretch = antialias ? Math.max(1, scale) : 1;
  return Array.from({ length: count }, (_, k) => {
    const centre = (begin + k + 0.5) * scale - 0.5;
    const taps: { at: number; weight: number }[] = [];
    for (let at = Math.floor(centre - reach * stretch); at <= Math.ceil(centre + reach * stretch); at++) {
      const weight = weigh((at - centre) / stretch);
      if (weight !== 0 && at >= 0 && at < from) taps.push({ at, weight });
    }
    const sum = taps.reduce((total, { weight }) => total + weight, 0);
    return taps.map(({ at, weight }) => ({ at, weight: weight / sum }));
  });
}

/**
 * Pictures resized to a square as other pipelines do it, to measure what that moves (`preprocess` and `toPixels` are how the
 * released models were trained and evaluated). In floating point, rounded once.
 */
export function otherResize(images: ImageBatch, size: number, options: OtherResize): ImageBatch {
  const { count, height, width } = images;
  const square = centreSquare(height, width, size);
  const whole = { size, begin: 0, count: size };
  const { down, across } = options.squash ? { down: whole, across: whole } : square;
  const rows = axisWeights(height, down.size, down.begin, size, options);
  const columns = axisWeights(width, across.size, across.begin, size, options);
  const pixels = new Uint8Array(count * size * size * 3);
  const between = new Float32Array(size * width * 3);
  for (let n = 0; n < count; n++) {
    const picture = images.pixels.subarray(n * height * width * 3, (n + 1) * height * width * 3);
    rows.forEach((taps, y) => {
      for (let i = 0; i < width * 3; i++)
        between[y * width * 3 + i] = taps.reduce(
          (sum, { at, weight }) => sum + weight * picture[at * width * 3 + i]!,
          0,
        );
    });
    for (let y = 0; y < size; y++)
      columns.forEach((taps, x) => {
        for (let c = 0; c < 3; c++) {
          const value = taps.reduce((sum, { at, weight }) => sum + weight * between[(y * width + at) * 3 + c]!, 0);
          pixels[((n * size + y) * size + x) * 3 + c] = Math.min(Math.max(Math.round(value), 0), 255);
        }
      });
  }
  return { count, height: size, width: size, pixels };
}

/** Pictures on a white ground `times` as wide, in its centre: where a picture that is not square comes from without another. */
export function widen(images: ImageBatch, times: number): ImageBatch {
  const { count, height, width } = images;
  const wide = Math.round((width * times - width) / 2) * 2 + width;
  const left = (wide - width) / 2;
  const pixels = new Uint8Array(count * height * wide * 3).fill(255);
  for (let row = 0; row < count * height; row++) {
    pixels.set(images.pixels.subarray(row * width * 3, (row + 1) * width * 3), (row * wide + left) * 3);
  }
  return { count, height, width: wide, pixels };
}
