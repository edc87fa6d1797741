import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import type { EmbeddedSplit } from '../eval/embeddings/cachedEmbeddings.js';
import { fewShotLogits, type FewShotMethod } from '../eval/fewShot/fewShot.js';
import { guessing } from '../eval/metrics/guessing.js';
import { predictions } from '../eval/metrics/topKAccuracy.js';
import { requireWhole } from '../io/requireWhole.js';
import { UserError } from '../io/userError.js';
import type { LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { drawTask, type DrawnTask } from './fewShotDraws.js';
import { fewShotFeatures } from './fewShotFeatures.js';
import { heeded } from './heeded.js';
import { NO_JOURNAL } from './journal.js';
import { measurements, type Measurement } from './measurement.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';

/** What a model, out of words and of few examples, says of one test image: as much as people are asked for. */
export type HumanMeasurement = Measurement & {
  readonly method: FewShotMethod;
  /** Which image, by its key. */
  readonly key: string;
  /** What it shows, and what the model says. */
  readonly class: string;
  readonly answer: string;
  /** 1 where the answer is right, else 0. */
  readonly value: number;
  /** The hash of the examples, see `Draw`; null where there were none. */
  readonly draw: string | null;
};

/** Examples a class, as the paper's people had them; zero-shot comes without. */
const SHOTS = [1, 2];
/** Expressions of drawn faces: seven classes, which a key each can name, and on whose border people, too, waver. */
const TASK = 'faces';
const SEEDS = [1, 2, 3, 4, 5];

/**
 * What a model has to be compared with people by (paper sec 4, Table 2, Figure 16): its answer to every test image of a
 * task, zero-shot, with one and with two examples a class, and with all. Few-shot is a plain linear probe, and one that
 * starts from the zero-shot classifier. `youAgainstClip` asks people the same, and shows them the examples of the first
 * seed.
 * @returns one row a task, model, method, shots, seed and image, see `HumanMeasurement`
 * @throws UserError for a model, task or dataset that is not there, one with several labels an image or a class of
 *   fewer than two training images, and for seeds that are not whole numbers
 * @example
 * const scores = await humanExperiment({ models: ['mini-rn'], tasks: ['faces'], seeds: [1] });
 * show(answerSummary(modelAnswers(scores)));
 */
export async function humanExperiment(options: ExperimentOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks = [TASK],
    seeds = SEEDS,
    journal = NO_JOURNAL,
  } = heeded('humanExperiment', options, ['models', 'tasks', 'seeds']);
  if (seeds.length === 0) throw new UserError('there are no seeds: give a list of whole numbers, such as [1, 2].');
  for (const seed of seeds) requireWhole(seed, 'the seed', Number.MIN_SAFE_INTEGER);
  const drawn: DrawnTask[] = [];
  for (const name of tasks) {
    const dataset = await datasetToMeasure(name);
    const task = await drawTask(dataset, { name, shots: SHOTS, seeds, folder: undefined });
    if ('leftOut' in task) throw new UserError(task.leftOut);
    if (task.leastPerClass < Math.max(...SHOTS))
      throw new UserError(
        `${name} has a class of ${task.leastPerClass} training images, and two examples are shown: ask for another task.`,
      );
    drawn.push(task);
  }
  const rows: HumanMeasurement[] = [];
  await eachModel(models, async (loaded) => {
    for (const task of drawn) {
      const dataset = await datasetToMeasure(task.name);
      const part = partKey({ models: [loaded], dataset, how: task.draws.map(({ sha256 }) => sha256) });
      rows.push(...(await journal.rowsOf(part, () => answerTask(loaded, task, dataset))));
    }
  });
  return measurements(rows);
}

async function answerTask(loaded: LoadedModel, task: DrawnTask, dataset: Dataset): Promise<HumanMeasurement[]> {
  const { title, classNames } = dataset;
  const { test, ...features } = await fewShotFeatures(loaded, dataset);
  let opened: EmbeddedSplit | undefined;
  const seen = { open: () => (opened = test.open()) };
  const { name: metric, chance } = guessing('accuracy', classNames.length);
  const rows: HumanMeasurement[] = [];
  const ways = fewShotLogits({ ...features, test: seen }, task.draws, { task: title, classCount: classNames.length });
  for await (const { method, shots, full, seed, draw, logits, labels } of ways) {
    const answers = predictions(logits);
    opened!.keys.forEach((key, k) => {
      const answer = answers[k]!;
      rows.push({
        ...{ task: task.name, title, model: loaded.name, method, metric, shots: full ? null : shots, seed },
        ...{ value: answer === labels[k] ? 1 : 0, low: null, high: null, n: 1, chance, testSha256: task.testSha256 },
        ...{ key, class: classNames[labels[k]!]!, answer: classNames[answer]!, draw },
      });
    });
  }
  return rows;
}
