import { median, quantileSorted } from 'd3-array';
import type { Random } from '../../engine/random.js';
import { requireFinite } from '../../io/requireFinite.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireWhole } from '../../io/requireWhole.js';
import { requireCount } from './requireCount.js';
import { requireLevel } from './requireLevel.js';

/** Both ends of a confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact (Clopper–Pearson) interval of a share, which the paper uses for its overlap analysis (sec 5).
 * @param correct successes among `total` trials
 * @param level confidence, 0..1
 * @throws UserError unless 0 <= correct <= total are whole numbers and 0 < level < 1
 * @example
 * const { low, high } = await clopperPearson(30, 198); // 95 % interval of 15.2 %
 */
export async function clopperPearson(correct: number, total: number, level = 0.95): Promise<Interval> {
  requireCount(correct, total);
  requireLevel(level);
  const tail = (1 - level) / 2;
  // Quantiles of the beta distribution. The library is WebAssembly, compiled when it is first wanted.
  const { compiled, incbi } = await import('cephes');
  await compiled;
  return {
    low: correct === 0 ? 0 : incbi(correct, total - correct + 1, tail),
    high: correct === total ? 1 : incbi(correct + 1, total - correct, 1 - tail),
  };
}

/** How `bootstrapInterval` draws. */
export interface BootstrapOptions {
  readonly random: Random;
  /** Resamples drawn. Default 1,000. */
  readonly resamples?: number;
  /** Confidence, 0..1. Default 0.95. */
  readonly level?: number;
  /**
   * Moves the interval so that the resamples' median falls on the samples' own value: for metrics that samples drawn
   * twice inflate, such as average precision.
   */
  readonly centered?: boolean;
}

function requireRandom(options: BootstrapOptions): BootstrapOptions {
  const random: unknown = (options as Partial<BootstrapOptions> | undefined | null)?.random;
  if (typeof (random as Partial<Random> | undefined | null)?.int === 'function') return options;
  throw new UserError(`the random of the options is ${told(random)}, expected what createRandom(seed) gives.`);
}

/** A statistic of `resamples` draws of N indices with replacement, one draw after the other. */
export function drawnValues(
  N: number,
  statistic: (indices: Int32Array) => number,
  { random, resamples }: { readonly random: Random; readonly resamples: number },
): number[] {
  return Array.from({ length: resamples }, () => {
    const drawn = new Int32Array(N);
    for (let n = 0; n < N; n++) drawn[n] = random.int(N);
    return statistic(drawn);
  });
}

/** Between which of some values the share `level` of them lies, as much below as above. */
export function percentileInterval(values: readonly number[], level = 0.95): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  return { low: quantileSorted(sorted, (1 - level) / 2)!, high: quantileSorted(sorted, (1 + level) / 2)! };
}

/**
 * The percentile bootstrap interval of any metric over N samples, for metrics that are no plain share.
 * @param N at least 1 @param statistic the metric of the samples at some indices (drawn with replacement, N of them)
 * @throws UserError where N, the statistic or an option is none, or the metric of a resample is not finite
 * @example
 * const correct = [1, 1, 0, 1, 0, 1, 1, 1];
 * const mean = (at: Int32Array) => at.reduce((sum, k) => sum + correct[k], 0) / at.length;
 * const { low, high } = bootstrapInterval(correct.length, mean, { random: createRandom(1), resamples: 2000 });
 */
export function bootstrapInterval(
  N: number,
  statistic: (indices: Int32Array) => number,
  options: BootstrapOptions,
): Interval {
  if (typeof (statistic as unknown) !== 'function')
    throw new UserError(`the statistic is ${told(statistic)}, expected a function of some samples' indices.`);
  const { random, resamples = 1000, level = 0.95, centered = false } = requireRandom(options);
  requireWhole(N, 'the number of samples', 1);
  requireWhole(resamples, 'the number of resamples', 1);
  requireLevel(level);
  const values = drawnValues(N, statistic, { random, resamples });
  requireFinite(
    values,
    (at) => `the metric of resample ${at}`,
    'it has no interval then: look at what the statistic does with few samples',
  );
  const { low, high } = percentileInterval(values, level);
  const shift = centered ? statistic(Int32Array.from({ length: N }, (_, k) => k)) - median(values)! : 0;
  return { low: low + shift, high: high + shift };
}
