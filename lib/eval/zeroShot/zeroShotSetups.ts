import type { Metric } from '../../datasets/metric.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { ImageSplit } from '../../datasets/imageSplit.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { requireImages } from '../../image/requireImages.js';
import { fitFramed, twiceAsLarge } from '../../image/twiceAsLarge.js';
import { breathe } from '../../io/interruption.js';
import type { Clip } from '../../models/clip.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import { defaultImageBatch, embedImages } from '../embeddings/embedImages.js';
import { cachedEmbeddings } from '../embeddings/cachedEmbeddings.js';
import { stackRows, type Matrix } from '../matrix.js';
import { averageEmbeddings, averageProbabilities } from './prompts/ensembles.js';
import { createPromptEncoder, type PromptEncoder } from './prompts/promptEncoder.js';
import { pointEstimate, requireMetric, type ResultRow } from '../metrics/resultRows.js';
import { zeroShotLogits } from './zeroShot.js';

/** Lower than any other that float32 tells from nothing. */
const LEAST_PROBABILITY = 1e-37;

/** A model with its tokenizer. */
export type ClipWithWords = { readonly model: Clip; readonly tokenizer: Tokenizer };

/** One way to measure zero-shot: what it does not name is done as the paper does it. */
export interface ZeroShotSetup {
  readonly name: string;
  /** Default: the task's own. */
  readonly templates?: readonly string[];
  /** One a class, in the labels' order. Default: the task's own. */
  readonly classNames?: readonly string[];
  /** Where templates are averaged. Default `embeddings`. */
  readonly average?: 'embeddings' | 'probabilities';
  /** Default: the task's own. */
  readonly metric?: Metric;
  /**
   * What is done to images before the model; it resizes those that are not of its size as the reference does. Gets
   * squares of the size they are stored at, or, of image files and for a model with a preprocessing of its own, twice
   * as large as the model sees them.
   */
  readonly prepare?: (images: ImageBatch) => ImageBatch;
  /** Another model, e.g. the same weights with another activation. */
  readonly clip?: ClipWithWords;
}

/** What a setup scored, as a row of a tidy table. */
export type SetupRow = {
  readonly task: string;
  readonly setup: string;
  readonly metric: ResultRow['metric'];
  /** 0..1 */
  readonly score: number;
  /** Test images. */
  readonly n: number;
  /** What guessing would score. */
  readonly chance: number;
};

/** Undefined where nothing is done to images. */
type Prepare = ZeroShotSetup['prepare'];

/**
 * Measures several ways of zero-shot on the same test images. Every prompt is encoded before the test split is opened,
 * which uses it up. Embeddings of images that nothing is done to come from the cache, see `cachedEmbeddings`.
 * @param encoder where prompts of `clip` may already be encoded
 * @throws UserError where the test split was opened before, or a setup cannot be measured on the dataset
 * @example
 * const clip = await loadModel();
 * const setups = [
 *   { name: 'label alone', templates: ['{c}'] },
 *   { name: 'a photo', templates: ['a photo of a {c}.'] },
 * ];
 * show(from(await evaluateSetups(clip, await loadDataset('flags'), setups)).select('setup', 'score'));
 */
export async function evaluateSetups(
  clip: ClipWithWords,
  dataset: Dataset,
  setups: readonly ZeroShotSetup[],
  encoder: PromptEncoder = createPromptEncoder(clip),
): Promise<SetupRow[]> {
  requireSetups(setups, dataset);
  const encoders = new Map<ClipWithWords, PromptEncoder>([[clip, encoder]]);
  const prompts: (readonly Matrix[])[] = [];
  for (const { clip: own = clip, classNames = dataset.classNames, templates = dataset.templates } of setups) {
    if (!encoders.has(own)) encoders.set(own, createPromptEncoder(own));
    prompts.push(await encoders.get(own)!.prompts(classNames, templates));
  }

  const test = dataset.test.open();
  const features = new Map<ClipWithWords, Map<Prepare, Matrix>>();
  for (const own of encoders.keys()) {
    const ways = setups.filter((setup) => (setup.clip ?? clip) === own).map(({ prepare }) => prepare);
    features.set(own, await embedWays(own.model, dataset, test, new Set(ways)));
  }

  const rows: SetupRow[] = [];
  for (const [s, setup] of setups.entries()) {
    const { name, average = 'embeddings', metric = dataset.metric, clip: own = clip, prepare } = setup;
    const { logitScale } = encoders.get(own)!;
    const images = features.get(own)!.get(prepare)!;
    const logits =
      average === 'embeddings'
        ? zeroShotLogits(images, averageEmbeddings(prompts[s]!), logitScale)
        : logitsOf(averageProbabilities(images, prompts[s]!, logitScale));
    const estimate = pointEstimate(metric, logits, test.labels, test.labelSets);
    rows.push({
      task: dataset.title,
      setup: name,
      metric: estimate.metric,
      score: estimate.value,
      n: test.labels.length,
      chance: estimate.chance,
    });
    await breathe();
  }
  return rows;
}

/** Logits whose softmax are some probabilities: metrics take those. One of exactly nothing stays finite. */
function logitsOf(probabilities: Matrix): Matrix {
  return { ...probabilities, data: probabilities.data.map((p) => Math.log(Math.max(p, LEAST_PROBABILITY))) };
}

/** Before the test split is used up. @throws UserError naming the setup that does not fit the dataset */
function requireSetups(setups: readonly ZeroShotSetup[], { classNames, metric: usual }: Dataset): void {
  const isList: boolean = Array.isArray(setups);
  if (!isList || setups.length === 0)
    throw new UserError('there is no setup to measure: give a list of at least one { name }.');
  for (const setup of setups) {
    if (typeof (setup as ZeroShotSetup | null)?.name !== 'string')
      throw new UserError(`a setup is ${told(setup)}, expected an object with a name, such as { name: 'as it is' }.`);
    const { name, classNames: own = classNames, average = 'embeddings', metric = usual, prepare } = setup;
    if (own.length !== classNames.length)
      throw new UserError(
        `the setup ${name} has ${own.length} class names, expected ${classNames.length}, in the labels' order.`,
      );
    if (average !== 'embeddings' && average !== 'probabilities')
      throw new UserError(`the setup ${name} averages ${told(average)}, expected "embeddings" or "probabilities".`);
    if (prepare !== undefined && typeof prepare !== 'function')
      throw new UserError(`the setup ${name} prepares by ${told(prepare)}, expected a function of images.`);
    requireMetric(metric, classNames.length);
  }
}

/**
 * Features [N, D] of a dataset's test images by what is done to them first; those that are prepared are read and
 * decoded once.
 */
async function embedWays(
  model: Clip,
  dataset: Dataset,
  test: ImageSplit,
  ways: ReadonlySet<Prepare>,
): Promise<Map<Prepare, Matrix>> {
  const features = new Map<Prepare, Matrix>();
  if (ways.has(undefined)) features.set(undefined, (await cachedEmbeddings(model, dataset, 'test', test)).features);
  const prepared = [...ways].flatMap((prepare) => (prepare ? [{ prepare, blocks: [] as Matrix[] }] : []));
  if (prepared.length === 0) return features;
  const every = test.labels.map((_, k) => k);
  const { vision, preprocessing: own } = model.config;
  const preprocessing = own && (twiceAsLarge(own) ?? own);
  const size = preprocessing === undefined || preprocessing !== own ? 2 * vision.imageSize : vision.imageSize;
  for await (const images of test.read(every, size, { batchSize: defaultImageBatch(model), preprocessing }))
    for (const { prepare, blocks } of prepared) {
      const made = prepare(images);
      requireImages(made, 'the prepared images');
      blocks.push(await embedImages(model, own ? fitFramed(made, vision.imageSize, own) : made));
    }
  for (const { prepare, blocks } of prepared) features.set(prepare, stackRows(blocks));
  return features;
}
