import { resizeKernel } from './resizeKernel.js';
import { pillowResampling, type AxisWindow, type FilterName, type Resampling } from './resampling.js';

/** Samples [height, width, channels], 0..255; one, three or four channels. */
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

/**
 * Rows are given to the horizontal pass in parts of about this many bytes, so that a large image is not copied whole.
 */
const PART_BYTES = 1 << 20;
/** The kernel reads and writes a few bytes past the end. */
const SLACK = 32;

/**
 * A window of an image resized as Pillow does it, to the bit: bicubic in whole numbers with 22 fractional bits, rounded
 * and clipped after the horizontal and again after the vertical pass; an axis that keeps its size is not touched. Only
 * what the window needs is computed. Sums stay below 2^31, for the weights of a position sum to 2^22 and their sizes to
 * less than 1.6 times that.
 */
export function bicubicWindow(grid: SampleGrid, down: ResizedAxis, across: ResizedAxis): SampleGrid {
  return resizedWindow(grid, down, across, 'bicubic');
}

/** The same by any of Pillow's kernels. */
export function resizedWindow(
  grid: SampleGrid,
  down: ResizedAxis,
  across: ResizedAxis,
  filter: FilterName,
): SampleGrid {
  const { height, width, channels } = grid;
  const vertical = height === down.size ? undefined : pillowResampling(filter, height, down.size, down);
  const horizontal = width === across.size ? undefined : pillowResampling(filter, width, across.size, across);
  const top = vertical ? vertical.first[0]! : down.begin;
  const rows = (vertical ? vertical.end : down.begin + down.count) - top;
  const stride = across.count * channels;
  const parts = horizontal ? partsOf(grid, horizontal) : undefined;

  // The kernel's memory: both axes' tables, the rows between the passes with room for missing taps, the result, a part.
  const tables = tableBytes(horizontal) + tableBytes(vertical);
  const between = tables;
  const result = between + align((rows + 2 * (vertical?.pairs ?? 0)) * stride + SLACK);
  const part = result + align((vertical ? down.count * stride : 0) + SLACK);
  const kernel = resizeKernel(part + (parts?.bytes ?? 0));
  const memory = new Uint8Array(kernel.memory.buffer);

  if (horizontal && parts) {
    const { firsts, weights } = putTables(memory, 0, horizontal, channels);
    const inStride = width * channels;
    for (let y = 0; y < rows; y += parts.rows) {
      const count = Math.min(parts.rows, rows - y);
      memory.set(grid.samples.subarray((top + y) * inStride, (top + y + count) * inStride), part);
      const to = between + y * stride;
      kernel.resizeRows(part, inStride, count, to, across.count, firsts, weights, horizontal.pairs, channels);
    }
  } else putColumns(memory, between, grid, top, rows, across);
  if (vertical) {
    const { firsts, weights } = putTables(memory, tableBytes(horizontal), vertical, stride, top);
    kernel.resizeColumns(between, stride, result, down.count, firsts, weights, vertical.pairs);
  }
  const samples = vertical ? result : between;
  return {
    height: down.count,
    width: across.count,
    channels,
    samples: memory.slice(samples, samples + down.count * stride),
  };
}

/** How many rows of an image make a part, and the memory it takes, with what missing taps may read past its end. */
function partsOf({ width, channels, height }: SampleGrid, { pairs }: Resampling): { rows: number; bytes: number } {
  const rows = Math.min(height, Math.max(1, Math.floor(PART_BYTES / (width * channels))));
  return { rows, bytes: rows * width * channels + 2 * pairs * channels + SLACK };
}

function tableBytes(resampling: Resampling | undefined): number {
  return resampling ? align(resampling.first.byteLength) + align(resampling.weights.byteLength) : 0;
}

/** Writes where each position begins to read, in bytes, and the weights. */
function putTables(
  memory: Uint8Array,
  at: number,
  { first, weights }: Resampling,
  bytesApart: number,
  origin = 0,
): { firsts: number; weights: number } {
  new Int32Array(memory.buffer, at, first.length).set(first.map((position) => (position - origin) * bytesApart));
  const after = at + align(first.byteLength);
  new Int16Array(memory.buffer, after, weights.length).set(weights);
  return { firsts: at, weights: after };
}

/** Writes the columns of a window as they are. */
function putColumns(
  memory: Uint8Array,
  at: number,
  { width, channels, samples }: SampleGrid,
  top: number,
  rows: number,
  { begin, count }: AxisWindow,
): void {
  for (let y = 0; y < rows; y++) {
    const from = ((top + y) * width + begin) * channels;
    memory.set(samples.subarray(from, from + count * channels), at + y * count * channels);
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
