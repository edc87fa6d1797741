import { count, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Twin} Twin */

/** @type {Twin} */
export function crop([pixels, boxes, matrices, colors], { size }) {
  const [N = 0, H = 0, W = 0, channels] = pixels.shape;
  const changed = count(matrices.shape) > 0;
  const fits = pixels.shape.length === 4 && channels === 3 && same(boxes.shape, [N, 4]) && count(colors.shape) === 6;
  if (!fits || (changed && !same(matrices.shape, [N, 3, 3])) || size < 1) return undefined;
  if (N > 0 && (H === 0 || W === 0)) return undefined;
  if ([...boxes.values].some((edge) => !(edge >= -1e-3 && edge <= 1 + 1e-3))) return undefined;
  if ([...matrices.values, ...colors.values].some((value) => !Number.isFinite(value))) return undefined;
  const values = [];
  for (let n = 0; n < N; n++) {
    const [top = 0, left = 0, bottom = 0, right = 0] = [...boxes.values.subarray(4 * n, 4 * n + 4)].map(Number);
    /** @type {(from: number, to: number, length: number, i: number) => number} */
    const place = (from, to, length, i) => {
      const at = size > 1 ? from + ((to - from) * i) / (size - 1) : (from + to) / 2;
      return Math.min(Math.max(at * (length - 1), 0), length - 1);
    };
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const [row, column] = [place(top, bottom, H, y), place(left, right, W, x)];
        const [r, c] = [Math.floor(row), Math.floor(column)];
        const color = [0, 1, 2].map((channel) => {
          /** @type {(r: number, c: number) => number} */
          const at = (i, j) =>
            Number(pixels.values[((n * H + Math.min(i, H - 1)) * W + Math.min(j, W - 1)) * 3 + channel]);
          const upper = at(r, c) + (at(r, c + 1) - at(r, c)) * (column - c);
          const lower = at(r + 1, c) + (at(r + 1, c + 1) - at(r + 1, c)) * (column - c);
          return upper + (lower - upper) * (row - r);
        });
        const mixed = changed
          ? color.map((_, i) => {
              const sum = color.reduce((s, v, j) => s + Number(matrices.values[9 * n + 3 * i + j]) * (255 - v), 0);
              return Math.min(Math.max(255 - sum, 0), 255);
            })
          : color;
        values.push(...mixed.map((v, i) => v * Number(colors.values[i]) + Number(colors.values[3 + i])));
      }
  }
  return [{ shape: [N, size, size, 3], values }];
}
