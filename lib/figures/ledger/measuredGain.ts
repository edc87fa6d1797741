import type { ColumnTable } from 'arquero';
import { methodGain } from '../../experiments/methodGain.js';
import { gained } from '../numbers.js';
import type { MeasuredClaim } from './claims.js';
import { judge } from './judge.js';

/**
 * What a claim says of the gain of one method over another: by how much the better is better over the tasks of an
 * experiment's table, with the interval of that mean, paired over the tasks. The claim holds where all of the interval
 * is above 0.
 * @throws UserError where a method is not in the table, or not measured once on each task
 * @example
 * // "+0.4 (−0.6 to +1.4) points on average, ..."
 * measuredGain(await promptsExperiment(), '80 templates', 'label alone').measured;
 */
export function measuredGain(
  table: ColumnTable,
  better: string,
  worse: string,
): Pick<MeasuredClaim, 'measured' | 'verdict'> {
  const gain = methodGain(table, better, worse);
  return { measured: gained(gain), verdict: judge(gain.interval, { above: 0 }) };
}
