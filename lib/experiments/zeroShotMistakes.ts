import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import type { ResultRow } from '../eval/metrics/resultRows.js';
import type { ZeroShotSetup } from '../eval/zeroShot/zeroShotSetups.js';
import { otherResize, widen, type OtherResize } from '../image/resize/otherResize.js';
import type { ClipConfig } from '../models/clipConfig.js';
import { loadModel, type LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { measurements, type Measurement } from './measurement.js';
import { setupMeasurements } from './setupMeasurements.js';
import { eachModel } from './withModel.js';
import { heeded } from './heeded.js';

/** A row of `zeroShotMistakesExperiment`. */
export type MistakeRow = Measurement & {
  /** What is done differently, e.g. `one prompt: a photo of a …`; `as the paper does it` where nothing is. */
  readonly method: string;
  readonly metric: ResultRow['metric'];
  /** `value` minus that of `as the paper does it`, on the same task. */
  readonly change: number;
};

const AS_THE_PAPER = 'as the paper does it';

/**
 * What each mistake or choice that users of CLIP report does to zero-shot: class names, prompts, metric, activation,
 * resize, order of classes, each changed alone (the reference is paper sec 3.1 with its appendix A, and the released
 * preprocessing). A task that a change does not touch has no row of it; neither has a model without GELU one of the
 * wrong activation.
 * @returns one row a model, task and change, see `MistakeRow`, those of `as the paper does it` first; values are 0..1
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const mistakes = await zeroShotMistakesExperiment({ models: ['mini-rn'], tasks: ['flags'] });
 * show(mistakes.groupby('method').rollup({ points: (d) => 100 * op.mean(d.change) }));
 */
export async function zeroShotMistakesExperiment(options: ExperimentOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks,
    journal = NO_JOURNAL,
  } = heeded('zeroShotMistakesExperiment', options, ['models', 'tasks']);
  const names = tasks ?? (await taskNames());
  const rows: MistakeRow[] = [];
  await eachModel(models, async (clip, model) => {
    const activation = otherActivation(clip.model.config);
    const swapped = activation ? await loadModel(model, { activation }) : undefined;
    const resizes = otherResizes(clip.model.config.vision.imageSize);
    try {
      for (const name of names) {
        const dataset = await datasetToMeasure(name, { splits: ['test'] });
        const part = partKey({ models: [clip], dataset });
        rows.push(
          ...(await journal.rowsOf(part, () => measure(name, clip, dataset, mistakesOf(dataset, swapped, resizes)))),
        );
      }
    } finally {
      swapped?.model.dispose();
    }
  });
  return measurements(rows);
}

async function measure(
  name: string,
  clip: LoadedModel,
  dataset: Dataset,
  setups: readonly ZeroShotSetup[],
): Promise<MistakeRow[]> {
  const rows = await setupMeasurements(clip, dataset, [{ name: AS_THE_PAPER }, ...setups]);
  return rows.map((row) => ({ ...row, task: name, chance: null, change: row.value - rows[0]!.value }));
}

/** The other of the two GELUs, where a tower has one. */
function otherActivation({ vision, text }: ClipConfig): 'gelu' | 'quick_gelu' | undefined {
  const used = [vision, text].flatMap((tower) => ('activation' in tower ? [tower.activation] : []))[0];
  if (used === undefined) return undefined;
  return used === 'gelu' ? 'quick_gelu' : 'gelu';
}

/** Those that a dataset is touched by. */
function mistakesOf(
  dataset: Dataset,
  swapped: LoadedModel | undefined,
  resizes: readonly ZeroShotSetup[],
): ZeroShotSetup[] {
  const { classNames, templates, metric } = dataset;
  const raw = classNames.map((words) => words.replaceAll(' ', '_'));
  const sorted = [...classNames].sort();
  const differs = (names: readonly string[]): boolean => names.some((words, k) => words !== classNames[k]);
  const sentence = templates.find((template) => template !== '{c}');
  return [
    ...(differs(raw) ? [{ name: 'raw names', classNames: raw }] : []),
    { name: 'one prompt: a photo of a …', templates: ['a photo of a {c}.'] },
    ...(sentence !== undefined && templates.length > 1 ? [{ name: 'no ensemble', templates: [sentence] }] : []),
    { name: 'the label alone', templates: ['{c}'] },
    ...(metric === 'accuracy' ? [] : [{ name: 'wrong metric: accuracy', metric: 'accuracy' as const }]),
    ...(swapped ? [{ name: 'wrong activation', clip: swapped }] : []),
    ...resizes,
    ...(differs(sorted) ? [{ name: 'class order: by alphabet', classNames: sorted }] : []),
  ];
}

function otherResizes(size: number): ZeroShotSetup[] {
  const resize = (name: string, options: OtherResize, times = 1): ZeroShotSetup => ({
    name: `resize: ${name}`,
    prepare: (images) => otherResize(times > 1 ? widen(images, times) : images, size, options),
  });
  return [
    resize('bilinear', { filter: 'bilinear', antialias: true }),
    resize('bilinear, no antialiasing', { filter: 'bilinear', antialias: false }),
    resize('bicubic, no antialiasing', { filter: 'bicubic', antialias: false }),
    resize('nearest pixel', { filter: 'nearest', antialias: false }),
    resize('squash what is 1.5 times as wide', { filter: 'bicubic', antialias: true, squash: true }, 1.5),
  ];
}
