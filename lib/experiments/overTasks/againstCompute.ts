import { from, type ColumnTable } from 'arquero';
import { mean } from 'd3-array';
import { fitLine } from '../../eval/statistics/fitLine.js';
import { valueAtAmount } from '../../eval/statistics/valueAtAmount.js';
import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';
import { overTasks, type OverTasks, type TaskDraw } from './overTasks.js';

/** Models of some sizes, by name: 10^9 multiply-adds an image. */
type Sizes = ReadonlyMap<string, number>;

function sizesOf(scores: ColumnTable): Sizes {
  const rows = scores.objects() as { model: string; gflopsPerImage: number }[];
  const sizes = new Map(rows.map((row) => [row.model, row.gflopsPerImage]));
  for (const [model, compute] of sizes) requireNumber(compute, `the multiply-adds an image of ${model}`, 0);
  return sizes;
}

/** The slope of averages against the logarithm of compute to the base of 2. */
const slopeOf = (sizes: Sizes, average: TaskDraw['average']): number =>
  fitLine([...sizes].map(([model, compute]) => ({ x: Math.log2(compute), y: average(model) }))).slope;

/**
 * What twice the compute adds to the average score over tasks: the slope of a line through all sizes of a family.
 * @param scores a row a task and model: `task`, `model`, `value`, `gflopsPerImage`
 * @throws UserError where there are fewer than two sizes, and as `overTasks` does
 * @example
 * const models = ['zoo-rn-8', 'zoo-rn-16'];
 * const scores = await linearProbeExperiment({ models, tasks: ['flags', 'weather'], bothSides: [] });
 * gainByCompute(scores.filter((d) => d.method === 'linear probe'));
 */
export function gainByCompute(scores: ColumnTable): OverTasks {
  const sizes = sizesOf(scores);
  return overTasks(scores, { by: 'model', statistic: ({ average }) => slopeOf(sizes, average) });
}

/**
 * By how much models score on average above a family at equal compute, whose averages are interpolated as
 * `gainAtEqualCompute` does. Models that cost less or more than all of the family are left out.
 * @param scores as for `gainByCompute` @param family the same columns, on the same tasks
 * @returns undefined where no model is left
 * @throws UserError as `overTasks` does
 * @example
 * const scores = await linearProbeExperiment({ tasks: ['flags', 'weather'], bothSides: [] });
 * const [vits, resNets] = ['ViT', 'ResNet'].map((kind) =>
 *   scores.params({ kind }).filter((d, $) => d.method === 'linear probe' && d.kind === $.kind),
 * );
 * leadAtEqualCompute(vits, resNets);
 */
export function leadAtEqualCompute(scores: ColumnTable, family: ColumnTable): OverTasks | undefined {
  const [models, curve] = [sizesOf(scores), sizesOf(family)];
  const costs = [...curve.values()];
  const compared = [...models].filter(([, cost]) => cost >= Math.min(...costs) && cost <= Math.max(...costs));
  if (compared.length === 0) return undefined;
  const names = new Set(compared.map(([model]) => model));
  const both = scores.concat(family).objects() as { model: string }[];
  const rows = both.filter(({ model }) => names.has(model) || curve.has(model));
  return overTasks(from(rows), {
    by: 'model',
    statistic: ({ average }) => {
      const points = [...curve].map(([model, amount]) => ({ amount, value: average(model) }));
      return mean(compared, ([model, cost]) => average(model) - valueAtAmount(points, cost)!)!;
    },
  });
}

/**
 * What prompts add to the label alone, on average over the sizes of a family, minus what four times the compute adds to
 * the label alone (paper Figure 4).
 * @param gains of `promptGainExperiment`, of the models of one family
 * @throws UserError where there are fewer than two sizes, and as `overTasks` does
 * @example
 * const gains = await promptGainExperiment({ models: ['zoo-rn-8', 'zoo-rn-16'], tasks: ['flags', 'weather'] });
 * promptsAgainstCompute(gains);
 */
export function promptsAgainstCompute(gains: ColumnTable): OverTasks {
  const sizes = sizesOf(gains);
  if (sizes.size < 2)
    throw new UserError(`what compute adds is seen in two sizes of a family or more, and there are ${sizes.size}.`);
  const rows = gains.objects() as { model: string; method: string }[];
  const ways = from(rows.map((row) => ({ ...row, way: `${row.model}, ${row.method}` })));
  return overTasks(ways, {
    by: 'way',
    statistic: ({ average }) => {
      const alone = (model: string): number => average(`${model}, label alone`);
      const added = mean(sizes.keys(), (model) => average(`${model}, prompts and ensembles`) - alone(model))!;
      return added - 2 * slopeOf(sizes, alone);
    },
  });
}
