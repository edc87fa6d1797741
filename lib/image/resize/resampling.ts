/** The part `[begin, begin + count)` of the positions that an axis has after resizing. */
export interface AxisWindow {
  readonly begin: number;
  readonly count: number;
}

/** For each output position of a window: the input positions it reads, and their weights. */
export interface Resampling {
  /** [count], the first input position */
  readonly first: Int32Array;
  /** One more than the last input position that any of them reads. */
  readonly end: number;
  /** Pairs of input positions that each has room for. */
  readonly pairs: number;
  /**
   * [count, pairs, 4], fixed point with 22 fractional bits, cut in two: the upper part of both weights of a pair, then
   * the lower eleven bits of both. Weights past a position's last one are 0.
   */
  readonly weights: Int16Array;
}

const FRACTION_BITS = 22;
const LOWER_BITS = 11;

/** A data set's images are often of one size, so the last few axes are kept. */
const KEPT_AXES = 32;
const kept = new Map<string, Resampling>();

/** The kernels that Pillow resamples by; bicubic is Keys' cubic with a = -0.5. */
export type FilterName = keyof typeof FILTERS;

interface Filter {
  /** Beyond this distance the weight is 0. */
  readonly support: number;
  readonly weigh: (distance: number) => number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const FILTERS = {
  box: { support: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weigh: hamming },
  bicubic: { support: 2, weigh: bicubic },
  lanczos: { support: 3, weigh: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Record<string, Filter>;

/**
 * Pillow's resampling of an axis from `inSize` to `outSize` positions: the kernel widened when shrinking so that
 * nothing aliases, its weights normalized, then rounded to whole numbers.
 */
export function pillowResampling(
  filter: FilterName,
  inSize: number,
  outSize: number,
  { begin, count }: AxisWindow,
): Resampling {
  const key = `${filter}:${inSize}:${outSize}:${begin}:${count}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= KEPT_AXES) kept.clear();
  const made = createResampling(FILTERS[filter], inSize, outSize, begin, count);
  kept.set(key, made);
  return made;
}

function createResampling(
  { support: reach, weigh }: Filter,
  inSize: number,
  outSize: number,
  begin: number,
  count: number,
): Resampling {
  const scale = inSize / outSize;
  const stretch = Math.max(1, scale);
  const support = reach * stretch;
  const pairs = Math.ceil(Math.min(inSize, Math.ceil(support) * 2 + 1) / 2);
  const first = new Int32Array(count);
  const weights = new Int16Array(count * pairs * 4);
  const row = new Float64Array(2 * pairs);
  let end = 0;
  for (let k = 0; k < count; k++) {
    const center = (begin + k + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - support + 0.5));
    const to = Math.min(inSize, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let t = 0; t < to - from; t++) {
      // Multiplied by the reciprocal, as Pillow does: dividing would round otherwise.
      row[t] = weigh((t + from - center + 0.5) * (1 / stretch));
      sum += row[t]!;
    }
    first[k] = from;
    end = Math.max(end, to);
    for (let t = 0; t < to - from; t++) {
      const weight = roundHalfAway((row[t]! / sum) * (1 << FRACTION_BITS));
      const at = (k * pairs + (t >> 1)) * 4 + (t & 1);
      weights[at] = weight >> LOWER_BITS;
      weights[at + 2] = weight & ((1 << LOWER_BITS) - 1);
    }
  }
  return { first, end, pairs, weights };
}

function hamming(x: number): number {
  const d = Math.abs(x) * Math.PI;
  if (d === 0) return 1;
  return Math.abs(x) >= 1 ? 0 : (Math.sin(d) / d) * (Math.fround(0.54) + Math.fround(0.46) * Math.cos(d));
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
