import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { Random } from '../engine/random.js';
import type { Dataset } from '../datasets/dataset.js';
import { requireClasses } from '../datasets/requireClasses.js';
import type { Clip } from '../models/clip.js';
import { requireClip } from '../models/requireClip.js';
import { requireLogitScale } from '../models/requireLogitScale.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { embedSplit } from './embeddings/embedDataset.js';
import { cachedEmbeddings } from './embeddings/cachedEmbeddings.js';
import { selectProbe, type SelectedProbe } from './probe/evaluateProbe.js';
import type { Matrix } from './matrix.js';
import { linearLogits } from './probe/linearProbe.js';
import { resampledValues } from './metrics/resampledValues.js';
import { requireMetric, resultRows, type ResultRow } from './metrics/resultRows.js';
import { zeroShotClassifier, zeroShotLogits } from './zeroShot/zeroShot.js';

/** Ways to classify with a CLIP: out of words alone, or by a linear probe on its image features. */
export type Method = 'zero-shot' | 'linear probe';
export const METHODS: readonly Method[] = ['zero-shot', 'linear probe'];

/** How `evaluateTask` classifies, and on which features. */
export interface EvaluateTaskOptions {
  /** For the bootstrap intervals of means over classes. */
  readonly random: Random;
  /** Default both. */
  readonly methods?: readonly Method[];
  /**
   * False for a probe on the features before the projection, see `EncodeOptions`; zero-shot is always behind it.
   * Default true.
   */
  readonly projected?: boolean;
  /**
   * How many resamples of the test images the task's own metric is measured on, too, for comparisons that are paired
   * over images (see `taskDifferences`). Default none.
   */
  readonly resamples?: number;
}

/** What `evaluateTask` measures. */
export interface TaskEvaluation {
  /**
   * By method in the order asked for; the task's own metric first, then top-5 accuracy where there are 50 classes or
   * more.
   */
  readonly rows: readonly ResultRow[];
  /** By method in the order asked for: the task's own metric on each resample, see `EvaluateTaskOptions`. */
  readonly resampled: readonly (readonly number[])[];
  /** The probe with the search that chose its penalty, where it was asked for. */
  readonly selected?: SelectedProbe;
}

/**
 * Evaluates a CLIP on one dataset as the paper does (sec 3.1 and 3.2): zero-shot with the task's prompt ensemble, and
 * an L-BFGS probe whose penalty is searched on validation by the task's own metric. Everything is decided before the
 * test split is opened, which uses it up.
 * @throws UserError where the task has one class, its test split was opened before, a method is none, or features or
 *   logits are not finite
 * @example
 * const clip = await loadModel();
 * const { rows } = await evaluateTask(clip, await loadDataset('flags'), { random: createRandom(1) });
 * show(from(rows).select('method', 'metric', 'value', 'low', 'high'));
 */
export async function evaluateTask(
  { model, tokenizer }: { readonly model: Clip; readonly tokenizer: Tokenizer },
  task: Dataset,
  { random, methods = METHODS, projected = true, resamples = 0 }: EvaluateTaskOptions,
): Promise<TaskEvaluation> {
  const unknown = methods.find((method) => !METHODS.includes(method));
  if (methods.length === 0 || unknown !== undefined)
    throw new UserError(
      `the methods are ${methods.length === 0 ? 'none' : told(unknown)}, expected one or more of ${METHODS.join(', ')}.`,
    );
  const { title, metric, classNames, templates } = task;
  requireClasses(task);
  requireMetric(metric, classNames.length);
  requireClip(model);
  const logitScale = requireLogitScale(model);
  const classifier = methods.includes('zero-shot')
    ? await zeroShotClassifier(model, tokenizer, classNames, templates)
    : undefined;
  const selected = methods.includes('linear probe')
    ? selectProbe(
        await embedSplit(model, task, 'train', { projected }),
        await embedSplit(model, task, 'validation', { projected }),
        classNames.length,
        metric,
      )
    : undefined;

  const test = task.test.open();
  const features = async (behind: boolean): Promise<Matrix> =>
    (await cachedEmbeddings(model, task, 'test', test, { projected: behind })).features;
  const logits = {
    'zero-shot': async () => zeroShotLogits(await features(true), classifier!, logitScale),
    'linear probe': async () => linearLogits(selected!.probe, await features(projected)),
  };
  const rows: ResultRow[] = [];
  const resampled: number[][] = [];
  for (const method of methods) {
    const scores = await logits[method]();
    rows.push(...(await resultRows({ task: title, method, metric }, scores, test.labels, random, test.labelSets)));
    if (resamples === 0) continue;
    // A fork of its own, so that every method and model of one seed sees the same draws of images.
    const draws = { random: random.fork('resamples'), count: resamples, labelSets: test.labelSets };
    resampled.push(resampledValues(metric, scores, test.labels, draws));
  }
  return { rows, resampled, ...(selected && { selected }) };
}
