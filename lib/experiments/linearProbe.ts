import { from, type ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { listTasks } from '../datasets/suite/loadTask.js';
import { createRandom } from '../engine/random.js';
import { evaluateTask, type Method } from '../eval/evaluateTask.js';
import { undecidedC, type UndecidedC } from '../eval/probe/undecidedC.js';
import { requireWhole } from '../io/requireWhole.js';
import { imageMultiplyAdds } from '../models/multiplyAdds.js';
import { findObjective } from '../train/objectives/findObjective.js';
import type { LoadedModel } from '../weights/loadModel.js';
import { defaultModel, listModels } from '../weights/modelFolder.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { modelFamily, towerKind } from './modelFamily.js';
import { partKey } from './partKey.js';
import type { Measurement } from './measurement.js';
import { withModel } from './withModel.js';
import { heeded } from './heeded.js';

/** What `linearProbeExperiment` measures. */
export interface LinearProbeOptions extends Omit<ExperimentOptions, 'shots' | 'seeds'> {
  /** True for features behind the projection to the space shared with texts. Default false: before it. */
  readonly projected?: boolean;
  /** CLIPs that are probed on the other side of the projection too. Default the first model. */
  readonly bothSides?: readonly string[];
  /** Tasks with more classes are probed on the first model only, as their searches take long. Default 60. */
  readonly mostClasses?: number;
  /** Of the bootstrap intervals. */
  readonly seed?: number;
  /** Resamples of the test images, for `taskDifferences`. Default none. */
  readonly resamples?: number;
}

/**
 * A score in the task's own metric: of method `zero-shot` or `linear probe` on the test split, or of one fit of the
 * method `search`, which chooses the probe's penalty on the validation split.
 */
export type ProbeMeasurement = Measurement & {
  readonly classes: number;
  /** What the model was trained to do, e.g. `contrastive`. */
  readonly objective: string;
  readonly kind: 'ResNet' | 'ViT';
  /**
   * What a line may join: CLIPs that differ in size alone, e.g. `CLIP, ViT`; of other objectives than the contrastive
   * one that; and the first model and those that were trained in their own way by themselves.
   */
  readonly family: string;
  /** 10^9 multiply-adds an image. */
  readonly gflopsPerImage: number;
  /** Which side of the projection the features are from; zero-shot is always behind it. */
  readonly features: 'before' | 'behind';
  /** Base-10 logarithm of C, the inverse penalty: tried by a fit, or chosen for a probe. Null for zero-shot. */
  readonly log10C: number | null;
  /** Of a probe, why validation has not decided on its C, see `undecidedC`; null where it has, and of others. */
  readonly undecided: UndecidedC | null;
  /** Of a fit of the search, see `SearchStep`; of others null. */
  readonly spacingDecades: number | null;
  readonly iterations: number | null;
  readonly gaveUp: boolean | null;
  /** The task's own metric on each resample, 0..1; null where none were asked for, and of fits of the search. */
  readonly resampled: readonly number[] | null;
};

/** Of the suite all tasks but that of 1,720 classes, whose search takes a minute. */
const MOST_CLASSES_OF_ALL = 1000;

/**
 * Linear probes on the features of many models, by the paper's protocol (sec 3.2, appendix A.3, Figures 8, 10 and 11):
 * the penalty is searched on the validation split, the probe fitted on training and validation together, and scored
 * once on the test split. Beside it zero-shot of those that are CLIPs. A model or a task named twice is measured once.
 * @param options `models`: default the embedded one and all others of `data/models`; `tasks`: default those of the
 *   suite with at most 1,000 classes
 * @returns by model, side of the projection and task: zero-shot, the fits of the search in the order tried, the probe
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const scores = await linearProbeExperiment({ models: ['mini-rn', 'lab-supervised'], tasks: ['flags'] });
 * scores.filter((d) => d.method === 'linear probe').groupby('model').rollup({ average: (d) => op.mean(d.value) });
 */
export async function linearProbeExperiment(options: LinearProbeOptions = {}): Promise<ColumnTable> {
  const {
    models = [defaultModel(), ...listModels()],
    tasks,
    projected = false,
    bothSides,
    mostClasses = 60,
    seed = 2021,
    resamples = 0,
    journal = NO_JOURNAL,
  } = heeded('linearProbeExperiment', options, [
    'models',
    'tasks',
    'projected',
    'bothSides',
    'mostClasses',
    'seed',
    'resamples',
  ]);
  requireWhole(mostClasses, 'the most classes of a task that all models are probed on', 2);
  const names =
    tasks ?? (await listTasks('first')).filter(({ classes }) => classes <= MOST_CLASSES_OF_ALL).map(({ name }) => name);
  const rows: ProbeMeasurement[] = [];
  const measured: string[] = [];
  for (const asked of models) {
    await withModel(asked, async (loaded) => {
      const { name } = loaded;
      if (measured.includes(name)) return;
      measured.push(name);
      const isFirst = measured.length === 1;
      const isClip = findObjective(loaded.objective).zeroShot === 'shared space';
      const both = isClip && (bothSides?.some((one) => one === asked || one === name) ?? isFirst);
      for (const behind of both ? [projected, !projected] : [projected])
        for (const task of new Set(names)) {
          const most = isFirst && behind === projected ? Infinity : mostClasses;
          const withWords = isClip && behind === projected;
          const how = { behind, withWords, most, seed, isFirst, resamples };
          const dataset = await datasetToMeasure(task);
          const part = partKey({ models: [loaded], dataset, how: [how] });
          rows.push(...(await journal.rowsOf(part, () => probeTask(loaded, task, dataset, how))));
        }
    });
  }
  return from(rows);
}

interface Part {
  readonly behind: boolean;
  readonly withWords: boolean;
  readonly most: number;
  readonly seed: number;
  readonly isFirst: boolean;
  readonly resamples: number;
}

async function probeTask(
  loaded: LoadedModel,
  name: string,
  dataset: Dataset,
  { behind, withWords, most, seed, isFirst, resamples }: Part,
): Promise<ProbeMeasurement[]> {
  const { title, classNames, contents } = dataset;
  if (classNames.length > most) return [];
  const methods: Method[] = withWords ? ['zero-shot', 'linear probe'] : ['linear probe'];
  const random = createRandom(seed).fork(name);
  const evaluation = await evaluateTask(loaded, dataset, { random, methods, projected: behind, resamples });
  const { search } = evaluation.selected!;
  const { trace, C } = search;
  const chosen = trace.find((step) => 10 ** step.log10C === C)!.log10C;
  const { config } = loaded.model;
  const kind = towerKind(config);
  const { objective } = loaded;
  const trainedFor = findObjective(objective);
  const isClip = trainedFor.zeroShot === 'shared space';
  const isSize = modelFamily(loaded.name, config) === kind;
  const family = !isClip ? trainedFor.title : isSize ? `${trainedFor.title}, ${kind}` : loaded.name;
  const side = behind ? 'behind' : 'before';
  return methods.flatMap((method): ProbeMeasurement[] => {
    // The task's own metric comes first.
    const { metric, value, low, high, n, chance } = evaluation.rows.find((row) => row.method === method)!;
    const isProbe = method === 'linear probe';
    const row: ProbeMeasurement = {
      ...{ task: name, title, model: loaded.name, method, metric, shots: isProbe ? null : 0, seed },
      ...{ value, low, high, n, chance, testSha256: contents.test.sha256 },
      classes: classNames.length,
      ...{ objective, kind, family: isFirst ? loaded.name : family },
      gflopsPerImage: imageMultiplyAdds(config) * 1e-9,
      features: isProbe ? side : 'behind',
      undecided: isProbe ? undecidedC(search, contents.validation.images) : null,
      ...{ log10C: isProbe ? chosen : null, spacingDecades: null, iterations: null, gaveUp: null },
      resampled: evaluation.resampled[methods.indexOf(method)] ?? null,
    };
    if (!isProbe) return [row];
    const shared = {
      ...row,
      method: 'search',
      low: null,
      high: null,
      resampled: null,
      undecided: null,
      n: contents.validation.images,
    };
    return [...trace.map(({ score, ...step }) => ({ ...shared, value: score, ...step })), row];
  });
}
