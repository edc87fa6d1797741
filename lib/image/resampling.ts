/** The part `[begin, begin + count)` of the positions that an axis has after resizing. */
export interface AxisWindow {
  readonly begin: number;
  readonly count: number;
}

/** For each output position of a window: its first input position, how many it reads, and their weights. */
export interface Resampling {
  /** Entries that each position has room for in `weights`. */
  readonly taps: number;
  readonly first: Int32Array;
  readonly reads: Int32Array;
  /** [count, taps], fixed point with 22 fractional bits */
  readonly weights: Int32Array;
}

export const FRACTION_BITS = 22;

/** A data set's pictures are often of one size, so the last few axes are kept. */
const KEPT_AXES = 32;
const kept = new Map<string, Resampling>();

/**
 * Pillow's bicubic resampling of an axis from `inSize` to `outSize` positions: Keys' cubic with a = -0.5, widened when shrinking
 * so that nothing aliases, its weights normalised, then rounded to whole numbers.
 */
export function bicubicResampling(inSize: number, outSize: number, { begin, count }: AxisWindow): Resampling {
  const key = `${inSize}:${outSize}:${begin}:${count}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= KEPT_AXES) kept.clear();
  const made = createResampling(inSize, outSize, begin, count);
  kept.set(key, made);
  return made;
}

function createResampling(inSize: number, outSize: number, begin: number, count: number): Resampling {
  const scale = inSize / outSize;
  const stretch = Math.max(1, scale);
  const support = 2 * stretch;
  const taps = Math.min(inSize, Math.ceil(support) * 2 + 1);
  const first = new Int32Array(count);
  const reads = new Int32Array(count);
  const weights = new Int32Array(count * taps);
  const row = new Float64Array(taps);
  for (let k = 0; k < count; k++) {
    const centre = (begin + k + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inSize, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let t = 0; t < to - from; t++) {
      // Multiplied by the reciprocal, as Pillow does: dividing would round otherwise.
      row[t] = bicubic((t + from - centre + 0.5) * (1 / stretch));
      sum += row[t]!;
    }
    first[k] = from;
    reads[k] = to - from;
    for (let t = 0; t < to - from; t++) weights[k * taps + t] = roundHalfAway((row[t]! / sum) * (1 << FRACTION_BITS));
  }
  return { taps, first, reads, weights };
}

function bicubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * -0.5;
  return 0;
}

function roundHalfAway(value: number): number {
  return value < 0 ? Math.trunc(value - 0.5) : Math.trunc(value + 0.5);
}
