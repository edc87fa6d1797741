import type { ColumnTable } from 'arquero';
import { methodGain } from '../../experiments/methodGain.js';
import { gained } from '../numbers.js';
import type { MeasuredClaim } from './claims.js';

/**
 * What a claim says of the gain of one method over another: by how much the better is better over the tasks of an
 * experiment's table, with twice the standard error over those tasks. The claim holds where the gain is larger than
 * that.
 * @throws UserError where a method is not in the table, or not measured once on each task
 * @example
 * // "+0.4 ± 1.0 points on average, ..."
 * measuredGain(await promptsExperiment(), '80 templates', 'label alone').measured;
 */
export function measuredGain(
  table: ColumnTable,
  better: string,
  worse: string,
): Pick<MeasuredClaim, 'measured' | 'holds'> {
  const gain = methodGain(table, better, worse);
  return { measured: gained(gain), holds: gain.holds };
}
