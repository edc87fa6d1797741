import { escape, type ColumnTable } from 'arquero';
import { valueAtAmount } from '../eval/statistics/valueAtAmount.js';

/** A model: what an image costs it, and how well it does. */
interface Scored {
  readonly gflopsPerImage: number;
  readonly score: number;
}

/**
 * By how much each model scores above a family of models of the same compute, whose scores are interpolated in the
 * logarithm of it, as the paper compares vision transformers with ResNets (sec 3.2, Figure 10).
 * @param models columns `gflopsPerImage`, above 0, and `score`, 0..1 @param family the same columns
 * @returns the models with a column `gain`, -1..1; those that cost less or more than all of the family are left out
 * @throws UserError where a number is not finite or a compute not above 0
 * @example
 * const scores = (await linearProbeExperiment()).filter((d) => d.method === 'linear probe');
 * const averages = scores.groupby('kind', 'model', 'gflopsPerImage').rollup({ score: (d) => op.mean(d.value) });
 * gainAtEqualCompute(averages.filter((d) => d.kind === 'ViT'), averages.filter((d) => d.kind === 'ResNet'));
 */
export function gainAtEqualCompute(models: ColumnTable, family: ColumnTable): ColumnTable {
  const curve = (family.objects() as Scored[]).map(({ gflopsPerImage, score }) => ({
    amount: gflopsPerImage,
    value: score,
  }));
  const gainOf = ({ gflopsPerImage, score }: Scored): number | null => {
    const equal = valueAtAmount(curve, gflopsPerImage);
    return equal === undefined ? null : score - equal;
  };
  return models
    .derive({ gain: escape(gainOf) })
    .filter(escape(({ gain }: { gain: number | null }) => gain !== null))
    .reify();
}
