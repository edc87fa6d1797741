import { from, type ColumnTable } from 'arquero';
import { overlapRow, type OverlapRow } from '../apps/nearDuplicates/overlapRow.js';
import { suiteNeighbors, type SuiteNeighbor } from '../apps/nearDuplicates/suiteNeighbors.js';
import { zeroShotCorrect } from '../apps/nearDuplicates/zeroShotCorrect.js';
import { loadTask, type Task } from '../datasets/suite/loadTask.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import { bonferroni } from '../eval/statistics/bonferroni.js';
import type { LoadedModel } from '../weights/loadModel.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';
import { heeded } from './heeded.js';

/**
 * What overlap does to the zero-shot accuracy of a task: accuracies 0..1; null where no image is in Overlap, or none in
 * Clean.
 */
export type OverlapMeasurement = Omit<OverlapRow, 'images'> & {
  readonly title: string;
  readonly model: string;
  /** Test images. */
  readonly n: number;
  /** From which similarity on images count as near-duplicates, and why. */
  readonly threshold: number;
  readonly why: string;
  /** `p` after Bonferroni's correction over the model's tasks that have one, and whether it stays at most 0.05. */
  readonly adjusted: number | null;
  readonly significant: boolean | null;
  readonly testSha256: string;
};

/** What `overlapExperiment` measures. */
export interface OverlapOptions extends ExperimentOptions {
  /** One similarity for all tasks. Default: each task's own. */
  readonly threshold?: number | undefined;
}

/**
 * Accuracy on all test images beside that on those without and with a near-duplicate in training (paper sec 5, Figure
 * 17). Every task is scored by accuracy, one answer an image, whatever its own metric.
 * @returns one row a model and task
 * @throws UserError for a model that is not there, or a task that is not of the suite: of others the training set was
 *   not searched
 * @example
 * const measured = await overlapExperiment({ models: ['mini-rn'], tasks: ['emoji-names'] });
 * show(measured.select('title', 'share', 'all', 'clean', 'overlap', 'p'));
 */
export async function overlapExperiment(options: OverlapOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks,
    threshold,
    journal = NO_JOURNAL,
  } = heeded('overlapExperiment', options, ['models', 'tasks', 'threshold']);
  const names = tasks ?? (await taskNames());
  const neighbors = (await suiteNeighbors({ tasks: names, threshold })).table.objects() as SuiteNeighbor[];
  const rows: OverlapMeasurement[] = [];
  await eachModel(models, async (loaded) => {
    const own: Compared[] = [];
    for (const name of names) {
      const found = neighbors.filter(({ task }) => task === name);
      const task = await loadTask(name);
      const part = partKey({ models: [loaded], dataset: task, how: [found] });
      own.push(...(await journal.rowsOf(part, async () => [await compareTask(loaded, task, found)])));
    }
    rows.push(...corrected(own));
  });
  return from(rows);
}

type Compared = Omit<OverlapMeasurement, 'adjusted' | 'significant'>;

async function compareTask(loaded: LoadedModel, task: Task, found: readonly SuiteNeighbor[]): Promise<Compared> {
  const { name, title, contents } = task;
  const correct = await zeroShotCorrect(loaded, task, task.test.open());
  const overlaps = found.map((row) => row.overlaps);
  const { images: n, ...row } = await overlapRow(name, correct, overlaps);
  const { threshold, why } = found[0]!;
  return { ...row, title, model: loaded.name, n, threshold, why, testSha256: contents.test.sha256 };
}

/** With Bonferroni's correction over the tests that were made. */
function corrected(rows: readonly Compared[]): OverlapMeasurement[] {
  const tests = bonferroni(rows.flatMap(({ p }) => (p === null ? [] : [p])));
  return rows.map((row) => {
    const test = row.p === null ? undefined : tests.shift();
    return { ...row, adjusted: test?.adjusted ?? null, significant: test?.significant ?? null };
  });
}
