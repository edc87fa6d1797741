import { bicubicResampling, FRACTION_BITS, type AxisWindow, type Resampling } from './resampling.js';

/** Samples [height, width, channels], 0..255. */
export interface SampleGrid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly samples: Uint8Array;
}

/** An axis' size after resizing and the part of it that is wanted. */
export interface ResizedAxis extends AxisWindow {
  readonly size: number;
}

const HALF = 1 << (FRACTION_BITS - 1);

/**
 * A window of a picture resized as Pillow does it, to the bit: bicubic in whole numbers with 22 fractional bits, rounded and
 * clipped after the horizontal and again after the vertical pass; an axis that keeps its size is not touched. Only what the
 * window needs is computed. Sums stay below 2^31, for the weights of a position sum to 2^22 and their sizes to less than 1.6
 * times that.
 */
export function bicubicWindow(grid: SampleGrid, down: ResizedAxis, across: ResizedAxis): SampleGrid {
  const { height, width, channels } = grid;
  const vertical = bicubicResampling(height, down.size, down);
  const last = down.count - 1;
  const top = height === down.size ? down.begin : vertical.first[0]!;
  const bottom = height === down.size ? down.begin + down.count : vertical.first[last]! + vertical.reads[last]!;
  const rows =
    width === across.size
      ? cutColumns(grid, top, bottom, across)
      : resizeRows(grid, top, bottom, bicubicResampling(width, across.size, across), across.count);
  const samples = height === down.size ? rows : resizeColumns(rows, across.count * channels, top, vertical, down.count);
  return { height: down.count, width: across.count, channels, samples };
}

function cutColumns(
  { width, channels, samples }: SampleGrid,
  top: number,
  bottom: number,
  { begin, count }: AxisWindow,
): Uint8Array {
  if (count === width) return samples.subarray(top * width * channels, bottom * width * channels);
  const cut = new Uint8Array((bottom - top) * count * channels);
  for (let y = top; y < bottom; y++) {
    const from = (y * width + begin) * channels;
    cut.set(samples.subarray(from, from + count * channels), (y - top) * count * channels);
  }
  return cut;
}

/** The horizontal pass over rows `top` to `bottom`: [bottom - top, count, channels]. */
function resizeRows(grid: SampleGrid, top: number, bottom: number, resampling: Resampling, count: number): Uint8Array {
  const { width, channels, samples } = grid;
  const out = new Uint8Array((bottom - top) * count * channels);
  const resizeRow = channels === 3 ? resizeRgbRow : channels === 1 ? resizeGreyRow : resizeFourRow;
  for (let y = top; y < bottom; y++)
    resizeRow(samples, y * width * channels, out, (y - top) * count * channels, resampling, count);
  return out;
}

type ResizeRow = (
  from: Uint8Array,
  start: number,
  to: Uint8Array,
  at: number,
  resampling: Resampling,
  count: number,
) => void;

const resizeGreyRow: ResizeRow = (from, start, to, at, { taps, first, reads, weights }, count) => {
  for (let x = 0; x < count; x++) {
    let sum = HALF;
    let p = start + first[x]!;
    const end = x * taps + reads[x]!;
    for (let w = x * taps; w < end; w++) sum = (sum + Math.imul(weights[w]!, from[p++]!)) | 0;
    to[at++] = toByte(sum);
  }
};

const resizeRgbRow: ResizeRow = (from, start, to, at, { taps, first, reads, weights }, count) => {
  for (let x = 0; x < count; x++) {
    let red = HALF;
    let green = HALF;
    let blue = HALF;
    let p = start + 3 * first[x]!;
    const end = x * taps + reads[x]!;
    for (let w = x * taps; w < end; w++) {
      const weight = weights[w]!;
      red = (red + Math.imul(weight, from[p]!)) | 0;
      green = (green + Math.imul(weight, from[p + 1]!)) | 0;
      blue = (blue + Math.imul(weight, from[p + 2]!)) | 0;
      p += 3;
    }
    to[at] = toByte(red);
    to[at + 1] = toByte(green);
    to[at + 2] = toByte(blue);
    at += 3;
  }
};

const resizeFourRow: ResizeRow = (from, start, to, at, { taps, first, reads, weights }, count) => {
  for (let x = 0; x < count; x++) {
    let [a, b, c, d] = [HALF, HALF, HALF, HALF];
    let p = start + 4 * first[x]!;
    const end = x * taps + reads[x]!;
    for (let w = x * taps; w < end; w++) {
      const weight = weights[w]!;
      a = (a + Math.imul(weight, from[p]!)) | 0;
      b = (b + Math.imul(weight, from[p + 1]!)) | 0;
      c = (c + Math.imul(weight, from[p + 2]!)) | 0;
      d = (d + Math.imul(weight, from[p + 3]!)) | 0;
      p += 4;
    }
    to[at] = toByte(a);
    to[at + 1] = toByte(b);
    to[at + 2] = toByte(c);
    to[at + 3] = toByte(d);
    at += 4;
  }
};

/** The vertical pass over rows of `stride` samples, the first of which is row `top` of the picture: [count, stride]. */
function resizeColumns(
  rows: Uint8Array,
  stride: number,
  top: number,
  { taps, first, reads, weights }: Resampling,
  count: number,
): Uint8Array {
  const out = new Uint8Array(count * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < count; y++) {
    sums.fill(HALF);
    let w = y * taps;
    let from = (first[y]! - top) * stride;
    const end = w + reads[y]!;
    // Four rows at a time: the sums are then read and written a quarter as often.
    for (; w + 4 <= end; w += 4, from += 4 * stride) {
      addFourRows(sums, rows, from, stride, weights[w]!, weights[w + 1]!, weights[w + 2]!, weights[w + 3]!);
    }
    for (; w < end; w++, from += stride) addRow(sums, rows, from, stride, weights[w]!);
    const at = y * stride;
    for (let k = 0; k < stride; k++) out[at + k] = toByte(sums[k]!);
  }
  return out;
}

function addRow(sums: Int32Array, rows: Uint8Array, from: number, stride: number, weight: number): void {
  for (let k = 0; k < stride; k++) sums[k] = sums[k]! + Math.imul(weight, rows[from + k]!);
}

function addFourRows(
  sums: Int32Array,
  rows: Uint8Array,
  from: number,
  stride: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  const second = from + stride;
  const third = second + stride;
  const fourth = third + stride;
  for (let k = 0; k < stride; k++) {
    const upper = (Math.imul(a, rows[from + k]!) + Math.imul(b, rows[second + k]!)) | 0;
    const lower = (Math.imul(c, rows[third + k]!) + Math.imul(d, rows[fourth + k]!)) | 0;
    sums[k] = (sums[k]! + upper + lower) | 0;
  }
}

function toByte(sum: number): number {
  const level = sum >> FRACTION_BITS;
  return level < 0 ? 0 : level > 255 ? 255 : level;
}
