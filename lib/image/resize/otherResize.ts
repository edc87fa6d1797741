import type { ResizedAxis } from './bicubicWindow.js';
import { centerSquare } from './centerSquare.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireWhole } from '../../io/requireWhole.js';
import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../imageBatch.js';
import { requireImages } from '../requireImages.js';

export interface OtherResize {
  /** The kernel between pixels. */
  readonly filter: 'nearest' | 'bilinear' | 'bicubic';
  /** Whether the kernel widens when an image shrinks, so that nothing aliases. */
  readonly antialias: boolean;
  /** Both sides pressed into the square, where the reference cuts the square in the center out. Default false. */
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

/** What one output position reads: input positions from `first` on, and the weight of each. */
type Taps = { readonly first: number; readonly weights: Float64Array };

/** For each of `count` output positions from `begin` on, of `to` that an axis of `from` positions would have. */
function axisTaps(
  from: number,
  { size: to, begin, count }: ResizedAxis,
  { filter, antialias }: OtherResize,
): readonly Taps[] {
  const { reach, weigh } = KERNELS[filter];
  const scale = from / to;
  const stretch = antialias ? Math.max(1, scale) : 1;
  return Array.from({ length: count }, (_, k) => {
    const center = (begin + k + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.floor(center - reach * stretch));
    const last = Math.min(from - 1, Math.ceil(center + reach * stretch));
    const weights = Float64Array.from({ length: last - first + 1 }, (_, t) => weigh((first + t - center) / stretch));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/**
 * Images resized to a square as other pipelines do it, to measure what that moves (`preprocess` and `toPixels` are how
 * the released models were trained and evaluated). In floating point, rounded once.
 * @throws UserError where the bytes are not RGB of that size, or the size or the filter is none
 */
export function otherResize(images: ImageBatch, size: number, options: OtherResize): ImageBatch {
  requireImages(images);
  requireWhole(size, 'the size', 1);
  if (!Object.hasOwn(KERNELS, options.filter))
    throw new UserError(`the filter is ${options.filter}, expected one of ${Object.keys(KERNELS).join(', ')}.`);
  const { count, height, width } = images;
  const whole = { size, begin: 0, count: size };
  const { down, across } = options.squash ? { down: whole, across: whole } : centerSquare(height, width, size);
  const rows = axisTaps(height, down, options);
  const columns = axisTaps(width, across, options);
  const stride = width * 3;
  const pixels = new Uint8ClampedArray(count * size * size * 3);
  const between = new Float64Array(stride); // one row of the result, before its columns are resized
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < size; y++) {
      between.fill(0);
      const { first, weights } = rows[y]!;
      for (let t = 0; t < weights.length; t++) {
        const from = (n * height + first + t) * stride;
        const weight = weights[t]!;
        for (let i = 0; i < stride; i++) between[i] = between[i]! + weight * images.pixels[from + i]!;
      }
      for (let x = 0; x < size; x++) mixColumns(between, columns[x]!, pixels, ((n * size + y) * size + x) * 3);
    }
  }
  return { count, height: size, width: size, pixels: new Uint8Array(pixels.buffer) };
}

/** One pixel out of a row; `pixels` rounds and clips. */
function mixColumns(row: Float64Array, { first, weights }: Taps, pixels: Uint8ClampedArray, at: number): void {
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    for (let t = 0; t < weights.length; t++) sum += weights[t]! * row[(first + t) * 3 + c]!;
    pixels[at + c] = sum;
  }
}

/**
 * Images on a white ground `times` as wide, in its center: where an image that is not square comes from without
 * another.
 * @throws UserError where `times` is below 1
 */
export function widen(images: ImageBatch, times: number): ImageBatch {
  requireImages(images);
  requireNumber(times, 'the widening', 1);
  const { count, height, width } = images;
  const wide = Math.round((width * times - width) / 2) * 2 + width;
  const left = (wide - width) / 2;
  const pixels = new Uint8Array(count * height * wide * 3).fill(255);
  for (let row = 0; row < count * height; row++) {
    pixels.set(images.pixels.subarray(row * width * 3, (row + 1) * width * 3), (row * wide + left) * 3);
  }
  return { count, height, width: wide, pixels };
}
