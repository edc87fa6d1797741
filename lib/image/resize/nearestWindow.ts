import type { ResizedAxis, SampleGrid } from './bicubicWindow.js';

/** A window of an image resized to the nearest pixel, as Pillow does it. */
export function nearestWindow(grid: SampleGrid, down: ResizedAxis, across: ResizedAxis): SampleGrid {
  const { channels, width, samples } = grid;
  const rows = nearestPositions(grid.height, down);
  const columns = nearestPositions(width, across);
  const out = new Uint8Array(down.count * across.count * channels);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) out[at++] = samples[from + c]!;
    }
  }
  return { height: down.count, width: across.count, channels, samples: out };
}

/**
 * The input position of each output position. Pillow adds the step again and again; multiplying instead would land one
 * pixel off where positions are whole numbers.
 */
function nearestPositions(inSize: number, { size, begin, count }: ResizedAxis): Int32Array {
  const step = inSize / size;
  const positions = new Int32Array(count);
  let position = step / 2;
  for (let k = 0; k < begin; k++) position += step;
  for (let k = 0; k < count; k++, position += step) positions[k] = Math.min(inSize - 1, Math.floor(position));
  return positions;
}
