import { from, type ColumnTable } from 'arquero';
import { publishedTable } from './publishedTable.js';

/**
 * Figure 10 of the paper: each model's average linear probe score over the 27 datasets (0..1), beside its compute;
 * models without a published compute are left out.
 * @param families those wanted, e.g. `CLIP-ViT` @returns columns as `computeFigure` reads them
 * @throws UserError where the published tables are missing or damaged
 * @example
 * await show(computeFigure(await publishedCompute(['CLIP-ViT', 'BiT-M']), { measure: 'average score' }));
 */
export async function publishedCompute(families: readonly string[]): Promise<ColumnTable> {
  const compute = await publishedTable('model_gflops');
  const averages = (await publishedTable('linear_probe_average')).filter(({ suite }) => suite === 'all27');
  return from(
    averages
      .filter(({ family }) => families.includes(family))
      .flatMap(({ family, model, average_score: percentage }) => {
        const cost = compute.find((row) => row.family === family && row.model === model);
        if (cost === undefined) return [];
        return [{ family, model, gflopsPerImage: cost.gflops_per_image, score: percentage / 100, published: true }];
      }),
  );
}

/**
 * Figure 11 of the paper: a linear probe on its best CLIP minus one on the best Noisy Student EfficientNet, by dataset.
 * @returns columns as `differenceFigure` reads them: percentage points, above 0 where CLIP is better
 * @example
 * const published = await publishedDifferences();
 * show(differenceFigure(published, { first: 'CLIP', second: 'Noisy Student' }));
 */
export async function publishedDifferences(): Promise<ColumnTable> {
  const rows = await publishedTable('linear_probe_vs_noisy_student');
  return from(rows.map(({ dataset: task, delta_points: points }) => ({ task, points, published: true })));
}

/**
 * Figure 8 of the paper: zero-shot beside a linear probe on the same features, by dataset.
 * @returns columns as `correlationFigure` reads them, scores 0..1
 * @example
 * show(correlationFigure(await publishedPairs()));
 */
export async function publishedPairs(): Promise<ColumnTable> {
  const rows = await publishedTable('zero_shot_vs_own_linear_probe');
  return from(
    rows.map(({ dataset: task, linear_probe_score: probe, zero_shot_score: words }) => ({
      task,
      linearProbe: probe / 100,
      zeroShot: words / 100,
      published: true,
    })),
  );
}
