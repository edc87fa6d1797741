import type { ColumnTable } from 'arquero';
import { eachCaption, type CaptionedImages } from '../datasets/captions/captionedImages.js';
import { CLIP_ART, loadCaptionedImages } from '../datasets/captions/loadCaptionedImages.js';
import { createRandom } from '../engine/random.js';
import { cachedEmbeddings } from '../eval/embeddings/cachedEmbeddings.js';
import { embedTexts } from '../eval/embeddings/embedTexts.js';
import { innerProducts } from '../eval/matrix.js';
import { recallAtK, recallByGuessing, retrievalRanks } from '../eval/metrics/retrievalRecall.js';
import { drawnValues, percentileInterval } from '../eval/statistics/interval.js';
import { unitRows } from '../eval/unitRows.js';
import { requireTexts } from '../io/requireTexts.js';
import { requireWhole } from '../io/requireWhole.js';
import { sha256 } from '../io/sha256.js';
import { UserError } from '../io/userError.js';
import { fillTemplate } from '../text/fillTemplate.js';
import { findObjective } from '../train/objectives/findObjective.js';
import type { LoadedModel } from '../weights/loadModel.js';
import type { ExperimentOptions } from './experiment.js';
import { heeded } from './heeded.js';
import { NO_JOURNAL } from './journal.js';
import { measurements, type Measurement } from './measurement.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';

/** The recall of one model in one direction. */
export type RetrievalMeasurement = Measurement & {
  /** What is looked for: `text` by an image, or `image` by a text, as the paper's Table 13 calls them. */
  readonly retrieved: 'text' | 'image';
  /** So many of the best are looked at. */
  readonly k: number;
  /** What captions were put into, with `{c}` for the caption. */
  readonly template: string;
  /** Among how many. */
  readonly candidates: number;
  /**
   * The recall on each draw of images, the same draws for every row of a set, so that differences are paired; null
   * where none were asked for.
   */
  readonly resampled: readonly number[] | null;
};

/** What `retrievalExperiment` measures. */
export interface RetrievalOptions extends Pick<ExperimentOptions, 'models' | 'tasks' | 'journal'> {
  /** Templates with `{c}` for the caption. Default the caption as it stands, and the paper's "a photo of {c}". */
  readonly templates?: readonly string[];
  /** Default 1, 5 and 10. */
  readonly ks?: readonly number[];
  /** Of the draws of images. Default 2021. */
  readonly seed?: number;
  /** Draws of images that rows are to carry, see `resampled`. Default none; intervals take 1,000. */
  readonly resamples?: number;
}

/** The paper puts "a photo of" before a caption (Table 13). */
const TEMPLATES = ['{c}', 'a photo of {c}'];
const KS = [1, 5, 10];
const DRAWS = 1000;

/**
 * Retrieval between images and captions (paper Table 13): how often one of an image's own captions is among the k
 * nearest of all captions, and a caption's own image among the k nearest of all images. Intervals are 95 % bootstrap
 * intervals over images, each with all its captions.
 * @param options `tasks`: captioned images, see `loadCaptionedImages`; default `clip-art`
 * @returns one row a set, model, template, direction and k, with the columns of `RetrievalMeasurement`
 * @throws UserError for a set or model that is not there, a model that does not compare images with texts, a template
 *   without `{c}`, or a k that is more than there are images
 * @example
 * const recall = await retrievalExperiment({ models: ['mini-rn'], ks: [1, 5] });
 * recall.select('retrieved', 'template', 'k', 'value', 'chance');
 */
export async function retrievalExperiment(options: RetrievalOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks = [CLIP_ART],
    templates = TEMPLATES,
    ks = KS,
    seed = 2021,
    resamples = 0,
    journal = NO_JOURNAL,
  } = heeded('retrievalExperiment', options, ['models', 'tasks', 'templates', 'ks', 'seed', 'resamples']);
  requireWhole(seed, 'the seed', Number.MIN_SAFE_INTEGER);
  requireWhole(resamples, 'the number of resamples', 0);
  requireTexts(templates, 'the templates', 1);
  const without = templates.find((template) => !template.includes('{c}'));
  if (without !== undefined)
    throw new UserError(`the template "${without}" has no {c}: write {c} where the caption is to stand.`);
  const rows: RetrievalMeasurement[] = [];
  for (const name of tasks) {
    const set = await loadCaptionedImages(name);
    for (const k of ks) requireWhole(k, 'k', 1, set.captions.length);
    const how = [set.name, set.images.sha256, sha256(JSON.stringify(set.captions)), templates, ks, seed, resamples];
    await eachModel(models, async (loaded) => {
      requireComparison(loaded);
      const part = partKey({ models: [loaded], how });
      rows.push(...(await journal.rowsOf(part, () => measureSet(loaded, set, { templates, ks, seed, resamples }))));
    });
  }
  return measurements(rows);
}

function requireComparison({ name, objective }: LoadedModel): void {
  if (findObjective(objective).zeroShot !== 'shared space')
    throw new UserError(`${name} was trained to ${objective}, which compares no images with texts: give a CLIP.`);
}

async function measureSet(
  { name: model, model: clip, tokenizer }: LoadedModel,
  set: CaptionedImages,
  { templates, ks, seed, resamples }: Required<Pick<RetrievalOptions, 'templates' | 'ks' | 'seed' | 'resamples'>>,
): Promise<RetrievalMeasurement[]> {
  const { name: task, title, images } = set;
  const { features } = await cachedEmbeddings(clip, { name: task, classNames: [task] }, 'test', images);
  const vectors = unitRows(features, (row) => `image ${images.keys[row]}`);
  const { texts, imageOfText } = eachCaption(set);
  const textsOf = set.captions.map(({ length }) => length);
  const rows: RetrievalMeasurement[] = [];
  for (const template of templates) {
    const said = texts.map((text) => fillTemplate(template, text));
    const captions = unitRows(
      await embedTexts(clip, tokenizer, said, { label: `captions of ${task}` }),
      (row) => `caption "${texts[row]}"`,
    );
    const { textToImage, imageToText } = retrievalRanks(innerProducts(vectors, captions), imageOfText);
    for (const k of ks)
      for (const retrieved of ['text', 'image'] as const) {
        const ranks = retrieved === 'text' ? imageToText : textToImage;
        const own = retrieved === 'text' ? textsOf : texts.map(() => 1);
        const candidates = retrieved === 'text' ? texts.length : images.keys.length;
        const imageOf = (query: number): number => (retrieved === 'text' ? query : imageOfText[query]!);
        const drawn = resampledRecall(ranks, k, { imageOf, seed, resamples: resamples || DRAWS });
        rows.push({
          ...{ task, title, model, method: `${retrieved} retrieval`, metric: `recall@${k}`, shots: 0, seed: null },
          value: recallAtK(ranks, k),
          ...percentileInterval(drawn),
          ...{ n: ranks.length, chance: recallByGuessing(own, candidates, k), testSha256: images.sha256 },
          ...{ retrieved, k, template, candidates, resampled: resamples === 0 ? null : drawn },
        });
      }
  }
  return rows;
}

/** The share of queries answered within k, over draws of images: an image's captions are no independent queries. */
function resampledRecall(
  ranks: Int32Array,
  k: number,
  { imageOf, seed, resamples }: { imageOf: (query: number) => number; seed: number; resamples: number },
): number[] {
  const images = imageOf(ranks.length - 1) + 1;
  const [found, queries] = [new Float64Array(images), new Float64Array(images)];
  ranks.forEach((rank, query) => {
    found[imageOf(query)]! += rank < k ? 1 : 0;
    queries[imageOf(query)]! += 1;
  });
  const share = (drawn: Int32Array): number => {
    let [right, of] = [0, 0];
    for (const image of drawn) {
      right += found[image]!;
      of += queries[image]!;
    }
    return right / of;
  };
  return drawnValues(images, share, { random: createRandom(seed), resamples });
}
