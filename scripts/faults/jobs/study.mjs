import { join } from 'node:path';
import { train } from 'cliplab';
import { METRICS_FILE, readMetrics } from '../../../lib/dist/train/metricsLog.js';
import { readRunResults, writeRunLog, writeRunResults } from '../../../lib/dist/train/runRecords.js';
import { tinyTraining } from '../tinyTraining.mjs';

/** Two runs of a study, as `cliplab study` does them: the log and the results of each, a finished one not again. */
export default async function prepare() {
  const { pairs, recipe, tokenizer } = tinyTraining();
  return async (/** @type {string} */ folder) => {
    const records = join(folder, 'runs');
    for (const seed of [1, 2]) {
      if ((await readRunResults(records)).some((result) => result.seed === seed)) continue;
      const run = join(folder, `tiny-seed${seed}`);
      const options = { recipe: { ...recipe, steps: 8, seed }, pairs, validation: pairs, tokenizer };
      (await train({ ...options, folder: run, precision: 'fp32' })).dispose();
      const metrics = await readMetrics(join(run, METRICS_FILE));
      await writeRunLog('tiny', seed, metrics, records);
      const { loss = 0, validationTop1 = 0 } = metrics.at(-1) ?? {};
      const measured = Object.entries({ loss, 'names top-1': validationTop1 });
      await writeRunResults(
        measured.map(([measure, value]) => ({ run: 'tiny', seed, measure, value })),
        records,
      );
    }
  };
}
