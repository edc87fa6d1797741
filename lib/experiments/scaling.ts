import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { from, type ColumnTable } from 'arquero';
import { taskNames } from '../datasets/suite/taskNames.js';
import { createRandom } from '../engine/random.js';
import { fitPowerLaw, type PowerLaw } from '../eval/statistics/powerLaw.js';
import type { ClipConfig } from '../models/clipConfig.js';
import { imageMultiplyAdds, trainingMultiplyAdds } from '../models/multiplyAdds.js';
import { readTrainingLog } from '../train/readTrainingLog.js';
import { SCALING } from '../train/studies/scaling.js';
import { ownModelFolder, TRAINING_LOG_FILE } from '../weights/modelFolder.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { towerKind } from './modelFamily.js';
import { partKey } from './partKey.js';
import type { Measurement } from './measurement.js';
import { withModel } from './withModel.js';
import { scoreTask } from './zeroShot.js';
import { heeded } from './heeded.js';

/** The zero-shot score of a model of some size on a task, in the task's own metric. */
export type ScalingMeasurement = Measurement & {
  /** Models of one family differ in size alone, e.g. `ResNet`. */
  readonly family: string;
  /** One minus `value`. */
  readonly error: number;
  /** 10^9 multiplications with an addition that an image costs the image tower. */
  readonly gflops: number;
  /** 10^12 of them that the whole training cost; null where the model came without its training log. */
  readonly trainingTeraflops: number | null;
  /** Top-1 accuracy over the names of unseen designers, 0..1, as its training log ends; null where there is none. */
  readonly nameAccuracy: number | null;
};

/** What `scalingExperiment` measures. */
export interface ScalingExperimentOptions extends ExperimentOptions {
  /** Models by the family that they are sizes of. Default: those of `models`, by the kind of their image tower. */
  readonly families?: Readonly<Record<string, readonly string[]>>;
  /** Of the bootstrap intervals. */
  readonly seed?: number;
}

/**
 * Zero-shot error against compute, over models of one kind and several sizes (paper sec 3.1.5, Figure 9).
 * @returns one row a model and task, models in the order that they were given in
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const errors = await scalingExperiment({ families: { ResNet: ['zoo-rn-8', 'zoo-rn-48'] }, tasks: ['flags'] });
 * const average = errors.groupby('model').rollup({ error: (d) => op.mean(d.error) });
 */
export async function scalingExperiment(options: ScalingExperimentOptions = {}): Promise<ColumnTable> {
  const {
    models = SCALING.runs.map(({ recipe }) => recipe.name),
    families,
    tasks,
    seed = 2021,
    journal = NO_JOURNAL,
  } = heeded('scalingExperiment', options, ['models', 'families', 'tasks', 'seed']);
  const names = tasks ?? (await taskNames());
  const sizes: { family?: string; name: string }[] = families
    ? Object.entries(families).flatMap(([family, own]) => own.map((name) => ({ family, name })))
    : models.map((name) => ({ name }));
  const rows: ScalingMeasurement[] = [];
  for (const { family, name } of sizes) {
    await withModel(name, async (loaded) => {
      const { config } = loaded.model;
      const cost = { family: family ?? towerKind(config), ...(await costOf(name, config)) };
      for (const task of names) {
        const dataset = await datasetToMeasure(task, { splits: ['test'] });
        const part = partKey({ models: [loaded], dataset, how: [seed] });
        const measured = await journal.rowsOf(part, () => {
          const random = createRandom(seed).fork(task);
          return scoreTask(loaded, dataset, { task, methods: ['zero-shot'], projected: true, seed, random });
        });
        const own = measured[0]!; // before top-5 accuracy
        rows.push({ ...own, error: 1 - own.value, ...cost });
      }
    });
  }
  return from(rows);
}

type Cost = Pick<ScalingMeasurement, 'gflops' | 'trainingTeraflops' | 'nameAccuracy'>;

async function costOf(name: string, config: ClipConfig): Promise<Cost> {
  const folder = ownModelFolder(name) ?? name;
  const last = existsSync(join(folder, TRAINING_LOG_FILE)) ? (await readTrainingLog(name)).at(-1) : undefined;
  return {
    gflops: imageMultiplyAdds(config) / 1e9,
    trainingTeraflops: last ? (trainingMultiplyAdds(config) * last.pairsSeen) / 1e12 : null,
    nameAccuracy: last?.validationTop1 ?? null,
  };
}

/** A model of a family: what an image costs, in 10^9 multiply-adds, and its average error, 0..1. */
export interface ScalingSize {
  readonly family: string;
  readonly gflops: number;
  readonly error: number;
}

/**
 * Through each family's models the straight line between the logarithms of compute and error (Figure 9).
 * @param points rows with `family`, `gflops` and `error`, three or more a family: an arquero table, or objects
 * @returns the lines by family
 * @throws UserError where there are fewer, or one is not above 0
 * @example
 * const errors = await scalingExperiment({ tasks: ['flags', 'digits'] });
 * const { ResNet } = await scalingLaws(errors.groupby('family', 'model', 'gflops').rollup({ error: (d) =>
 * op.mean(d.error) })); show(`twice the compute lowers the error by ${percent(1 - 2 ** ResNet.exponent)}`);
 */
export async function scalingLaws(points: ColumnTable | Iterable<ScalingSize>): Promise<Record<string, PowerLaw>> {
  const rows = [...points] as ScalingSize[];
  const laws: [string, PowerLaw][] = [];
  for (const family of new Set(rows.map((row) => row.family))) {
    const own = rows.filter((row) => row.family === family);
    laws.push([family, await fitPowerLaw(own.map(({ gflops, error }) => ({ x: gflops, y: error })))]);
  }
  return Object.fromEntries(laws);
}
