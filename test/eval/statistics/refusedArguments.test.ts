import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { amountToReach } from '../../../lib/eval/statistics/amountToReach.js';
import { binomialTest } from '../../../lib/eval/statistics/binomialTest.js';
import { bonferroni } from '../../../lib/eval/statistics/bonferroni.js';
import { effectiveRobustness, fitRobustnessLine } from '../../../lib/eval/statistics/effectiveRobustness.js';
import { bootstrapInterval } from '../../../lib/eval/statistics/interval.js';
import { fitPowerLaw } from '../../../lib/eval/statistics/powerLaw.js';
import { studentInterval, studentQuantile } from '../../../lib/eval/statistics/studentInterval.js';
import { UserError } from '../../../lib/io/userError.js';

const pair = { inDistribution: 0.5, shifted: 0.4 };
const line = { slope: 1, intercept: 0, r2: 1 };
const points = [1, 2, 4].map((x) => ({ x, y: x }));
const random = createRandom(1);
/** Three samples; the metric of the second resample is no number. */
const bootstrap = (options: object, N = 3): unknown => {
  let drawn = 0;
  return bootstrapInterval(N, () => (drawn++ === 1 ? NaN : 0.5), { random, ...options });
};
const NO_LIST = 'there is no value to have an interval of: give the measurements as a list.';

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  'a value to reach that is none': [
    () => amountToReach([{ amount: 1, value: 1 }], NaN),
    'the value to reach is NaN, expected a finite number.',
  ],
  'a curve that is no list': [
    () => amountToReach('curve' as never, 1),
    'the points of the curve are "curve", expected a list of objects.',
  ],
  'a value of a curve that is none': [
    () => amountToReach([{ amount: 1, value: Infinity }], 1),
    'a value of the curve is Infinity, expected a finite number.',
  ],
  'a tail that there is not': [
    () => binomialTest(1, 4, 0.5, 'both' as never),
    'the tail is "both", expected "greater" or "less".',
  ],
  'a text as a probability': [
    () => binomialTest(1, 4, '0.5' as never),
    'a probability of "0.5" is not between 0 and 1: give a share and not a percentage.',
  ],
  'one probability in place of several': [
    () => bonferroni(0.01 as never),
    'the probabilities are 0.01, expected a list such as [0.01, 0.2].',
  ],
  'baselines that are no list': [
    () => fitRobustnessLine(pair as never),
    'the baselines are an object, expected a list of objects.',
  ],
  'a line without a slope': [
    () => effectiveRobustness({ ...line, slope: NaN }, pair),
    'the slope of the line is NaN, expected a finite number.',
  ],
  'a line without an intercept': [
    () => effectiveRobustness({ ...line, intercept: NaN }, pair),
    'the intercept of the line is NaN, expected a finite number.',
  ],
  'an accuracy above 1': [
    () => effectiveRobustness(line, { ...pair, shifted: 1.1 }),
    'the accuracy under shift is 1.1, expected a number from 0 to 1.',
  ],
  'no samples': [() => bootstrap({}, 0), 'the number of samples is 0, expected a whole number of 1 or more.'],
  'no resamples': [
    () => bootstrap({ resamples: 0 }),
    'the number of resamples is 0, expected a whole number of 1 or more.',
  ],
  'a metric that a resample has not': [
    () => bootstrap({}),
    'the metric of resample 1 is NaN, expected a finite number; it has no interval then: look at what the statistic does with few samples.',
  ],
  'points that are no list': [() => fitPowerLaw(1 as never), 'the points are 1, expected a list of objects.'],
  'a point without an x': [
    () => fitPowerLaw([...points, { x: NaN, y: 1 }]),
    'the x of a point is NaN, expected a finite number.',
  ],
  'a point without a y': [
    () => fitPowerLaw([...points, { x: 1, y: NaN }]),
    'the y of a point is NaN, expected a finite number.',
  ],
  'less than one degree of freedom': [
    () => studentQuantile(0.5),
    'the number of degrees of freedom is 0.5, expected a number of 1 or more.',
  ],
  'no measurements': [() => studentInterval(undefined as never), NO_LIST],
  'an empty list of measurements': [() => studentInterval([]), NO_LIST],
  'a text in place of measurements': [() => studentInterval('0.5' as never), NO_LIST],
  'an object in place of measurements': [() => studentInterval({ a: 1 } as never), NO_LIST],
  'a measurement that is none': [
    () => studentInterval([1, NaN]),
    'measurement 1 is NaN, expected a finite number; leave it out, or measure again.',
  ],
};

describe('what a statistic cannot be of is refused, in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', async (_, [attempt, sentence]) => {
    const refusal = await (async () => await attempt())().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).message).toBe(sentence);
  });
});
