import type { Interval } from '../eval/statistics/interval.js';
import type { PairedGain } from '../eval/statistics/pairedGain.js';

/**
 * A share as percent: 0.1234 is "12.3 %".
 * @example
 * percent(0.1234); // '12.3 %'
 */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/**
 * A difference with its sign: -1.23 is "−1.2".
 * @example
 * signed(-1.23); // '\u22121.2'
 */
export const signed = (difference: number): string => `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(1)}`;

/**
 * How many times less: 2.04 is "2.0 times"; where it is never reached, that.
 * @example
 * times(2.04); // '2.0 times'
 */
export const times = (ratio: number | undefined): string =>
  ratio === undefined ? 'never reached' : `${ratio.toFixed(1)} times`;

/**
 * A difference of shares in points, with its interval: "+0.3 (−0.6 to +1.4)"; alone where it has none.
 * @example
 * inPoints(0.003, { low: -0.006, high: 0.014 }); // '+0.3 (\u22120.6 to +1.4)'
 */
export const inPoints = (difference: number, interval: Interval | null): string =>
  signed(100 * difference) +
  (interval === null ? '' : ` (${signed(100 * interval.low)} to ${signed(100 * interval.high)})`);

/** A gain over tasks: "+0.3 (−0.6 to +1.4) points on average, better on 7 of 19 tasks". */
export const gained = (gain: PairedGain): string =>
  `${inPoints(gain.mean, gain.interval)} points on average, better on ${gain.better} of ${gain.tasks} tasks`;

/**
 * A count with its thousands set apart: 236136 is "236,136".
 * @example
 * grouped(236136); // '236,136'
 */
export const grouped = (count: number): string => count.toLocaleString('en');
