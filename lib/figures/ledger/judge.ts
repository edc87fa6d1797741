import type { Interval } from '../../eval/statistics/interval.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { Verdict } from './verdicts.js';

/** The side of a threshold, or between two of them, on which a claim says that a quantity lies. */
export interface Side {
  readonly above?: number;
  readonly below?: number;
}

/**
 * What the interval of a quantity says of a claim about it: that the claim holds where the whole interval is on the
 * claim's side, that it does not where the whole of it is on the other, and else that it cannot be told. A quantity
 * that is known without error has an interval of no width.
 * @param interval null where there is none, which tells nothing
 * @throws UserError where an end or a threshold is no number, the ends are the wrong way round, or there is no
 *   threshold
 * @example
 * judge({ low: 0.1, high: 2.3 }, { above: 0 }); // 'holds here'
 * judge({ low: -0.4, high: 2.3 }, { above: 0 }); // 'cannot tell here'
 * judge({ low: 9, high: 12 }, { above: 2, below: 8 }); // 'does not hold here'
 */
export function judge(interval: Interval | null, { above, below }: Side): Verdict {
  const thresholds = [above, below].filter((threshold) => threshold !== undefined);
  if (thresholds.length === 0 || thresholds.some((threshold) => typeof threshold !== 'number' || isNaN(threshold)))
    throw new UserError(
      `a claim is judged by ${told({ above, below })}, expected a number as above, as below or as both.`,
    );
  if (interval === null) return 'cannot tell here';
  const { low, high } = interval;
  if (!(low <= high))
    throw new UserError(
      `the interval is from ${told(low)} to ${told(high)}, expected two numbers, the lower one first.`,
    );
  const [floor, ceiling] = [above ?? -Infinity, below ?? Infinity];
  if (low > floor && high < ceiling) return 'holds here';
  return high <= floor || low >= ceiling ? 'does not hold here' : 'cannot tell here';
}

/**
 * What several conditions say of a claim that needs them all: it holds where all do, and does not where one does
 * not.
 * @throws UserError where there is none
 * @example
 * const verdicts = [judge({ low: 1, high: 2 }, { above: 0 }), judge({ low: -1, high: 2 }, { above: 0 })];
 * judgeAll(verdicts); // 'cannot tell here'
 */
export function judgeAll(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) throw new UserError('there is no verdict to join: give one a condition.');
  const worst: readonly Verdict[] = ['does not hold here', 'needs the released weights', 'cannot tell here'];
  return worst.find((verdict) => verdicts.includes(verdict)) ?? 'holds here';
}
