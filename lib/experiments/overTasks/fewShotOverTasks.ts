import { from, type ColumnTable } from 'arquero';
import { group, mean } from 'd3-array';
import type { FewShotMethod } from '../../eval/fewShot/fewShot.js';
import { amountToReach } from '../../eval/statistics/amountToReach.js';
import { UserError } from '../../io/userError.js';
import { fewShotScores } from '../fewShotScores.js';
import { leadOverBest } from './leadOverBest.js';
import { overTasks, type OverTasks } from './overTasks.js';

/** One point of a curve of few-shot scores. */
export interface FewShotCurvePoint {
  readonly model: string;
  readonly method: FewShotMethod;
  readonly shots: number;
}

const nameOf = ({ model, method, shots }: FewShotCurvePoint): string => `${model}, ${method}, ${shots}`;

/** A row a task and point: the mean over the draws. */
function points(scores: ColumnTable): ColumnTable {
  const rows = fewShotScores(scores).filter(({ shots }) => shots !== null);
  const named = rows.map((row) => ({ ...row, point: nameOf(row as FewShotCurvePoint) }));
  return from(
    [...group(named, ({ task, point }) => `${task} ${point}`).values()].map((draws) => ({
      ...draws[0]!,
      value: mean(draws, ({ value }) => value)!,
    })),
  );
}

/**
 * By how much one point of the few-shot curves is above the best of others, on average over tasks.
 * @param scores of `fewShotExperiment`, of tasks that have as many images of every class as the points ask for
 * @throws UserError where a point was not measured on every task, or there are no others
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], tasks: ['flags', 'weather'], shots: [1] });
 * const zeroShot = { model: 'mini-rn', method: 'zero-shot', shots: 0 } as const;
 * fewShotLead(scores, { model: 'mini-rn', method: 'linear probe', shots: 1 }, [zeroShot]);
 */
export function fewShotLead(
  scores: ColumnTable,
  first: FewShotCurvePoint,
  others: readonly FewShotCurvePoint[],
): OverTasks {
  return leadOverBest(points(scores), { by: 'point', first: nameOf(first), others: others.map(nameOf) });
}

/**
 * How many labeled images a class the linear probe on a model's features needs, on average over tasks, to do as well as
 * its zero-shot: where the curve of averages crosses it, see `amountToReach`. Infinity where it stays below.
 * @param scores as for `fewShotLead`, of two numbers of shots or more
 * @throws UserError where the model has no zero-shot, or is not measured alike on every task
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], tasks: ['hands', 'weather'], shots: [1, 2, 4] });
 * shotsToMatchZeroShot(scores, 'mini-rn');
 */
export function shotsToMatchZeroShot(scores: ColumnTable, model: string): OverTasks {
  const own = fewShotScores(scores).filter((row) => row.model === model && row.method === 'linear probe');
  const shots = [...new Set(own.map((row) => row.shots))].filter((some) => some !== null).sort((a, b) => a - b);
  if (shots.length === 0) throw new UserError(`the table has no linear probes on ${model}: measure some.`);
  return overTasks(points(scores), {
    by: 'point',
    statistic({ average }) {
      const curve = shots.map((amount) => ({
        amount,
        value: average(nameOf({ model, method: 'linear probe', shots: amount })),
      }));
      return amountToReach(curve, average(nameOf({ model, method: 'zero-shot', shots: 0 }))) ?? Infinity;
    },
  });
}
