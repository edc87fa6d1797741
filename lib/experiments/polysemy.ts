import { from, type ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { loadDataset } from '../datasets/loadDataset.js';
import { readImages } from '../datasets/readImages.js';
import { embedImages } from '../eval/embeddings/embedImages.js';
import { innerProducts, softmaxRows } from '../eval/matrix.js';
import { unitRows } from '../eval/unitRows.js';
import { createPromptEncoder } from '../eval/zeroShot/prompts/promptEncoder.js';
import { WORDS_OF_TWO_MEANINGS, type AmbiguousWord } from '../eval/zeroShot/prompts/wordsOfTwoMeanings.js';
import type { ImageBatch } from '../image/imageBatch.js';
import { selectImages } from '../image/selectImages.js';
import { sha256 } from '../io/sha256.js';
import { UserError } from '../io/userError.js';
import type { LoadedModel } from '../weights/loadModel.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';
import { heeded } from './heeded.js';

/** The task whose images show the meanings. */
const IMAGES_OF = 'emoji-names';

/** What a model makes of a word with two meanings, alone or in a context, between one image of each. */
export type PolysemyRow = {
  readonly task: 'emoji-names';
  readonly word: string;
  readonly model: string;
  /** The text that was encoded. */
  readonly prompt: string;
  /** Which image the prompt means; null for the word alone. */
  readonly means: 'left' | 'right' | null;
  /** What the two images show, by their names. */
  readonly left: string;
  readonly right: string;
  readonly metric: 'probability of the right image';
  /** Softmax over the two images, 0..1. */
  readonly value: number;
};

/** Pixels a side, as the suite stores them. */
const IMAGE_SIZE = 64;

/** RGB of one image of that name, of the training split or else of the validation split; nothing is fitted to it. */
async function imageOf({ classNames, train, validation }: Dataset, name: string): Promise<Uint8Array> {
  const label = classNames.indexOf(name);
  const split = [train, validation].find(({ labels }) => labels.includes(label));
  if (!split) throw new UserError(`no image of ${IMAGES_OF} shows "${name}": give the name of one of its classes.`);
  return (await readImages(split, [split.labels.indexOf(label)], IMAGE_SIZE)).pixels;
}

/**
 * The images of words with two meanings: for each word the left one and the right one, [2 * words].
 * @throws UserError for a name that is no emoji's
 * @example
 * const images = await polysemyImages(); // the left one and the right one of each word
 */
export async function polysemyImages(words: readonly AmbiguousWord[] = WORDS_OF_TWO_MEANINGS): Promise<ImageBatch> {
  const emoji = await loadDataset(IMAGES_OF);
  const names = words.flatMap(({ left, right }) => [left.emoji, right.emoji]);
  const size = IMAGE_SIZE ** 2 * 3;
  const pixels = new Uint8Array(names.length * size);
  for (const [k, name] of names.entries()) pixels.set(await imageOf(emoji, name), k * size);
  return { count: names.length, height: IMAGE_SIZE, width: IMAGE_SIZE, pixels };
}

/**
 * Whether context in the prompt tells which meaning of a word is meant (paper sec 3.1.4): the word alone, and with
 * either of two contexts, between an image of each meaning.
 * @returns three rows a model and word: the columns of `PolysemyRow`
 * @throws UserError for a model that is not there, or a name that is no emoji's
 * @example
 * const senses = await polysemyExperiment({ models: ['mini-rn'] });
 * senses.filter((d) => d.word === 'bat').select('prompt', 'value');
 */
export async function polysemyExperiment(
  options: Pick<ExperimentOptions, 'models' | 'journal'> & {
    /** Default the words of which the suite's emoji show both meanings. */
    readonly words?: readonly AmbiguousWord[];
  } = {},
): Promise<ColumnTable> {
  const {
    models = [],
    words = WORDS_OF_TWO_MEANINGS,
    journal = NO_JOURNAL,
  } = heeded('polysemyExperiment', options, ['models', 'words']);
  const images = await polysemyImages(words);
  const rows: PolysemyRow[] = [];
  await eachModel(models, async (loaded) => {
    for (const [k, word] of words.entries()) {
      const pair = selectImages(images, [2 * k, 2 * k + 1]);
      const part = partKey({ models: [loaded], how: [word, sha256(pair.pixels)] });
      rows.push(...(await journal.rowsOf(part, () => measureWord(loaded, word, pair))));
    }
  });
  return from(rows);
}

async function measureWord(
  loaded: LoadedModel,
  { word, left, right }: AmbiguousWord,
  pair: ImageBatch,
): Promise<PolysemyRow[]> {
  const { model, name } = loaded;
  const said = [
    { prompt: word, means: null },
    { prompt: left.prompt, means: 'left' },
    { prompt: right.prompt, means: 'right' },
  ] as const;
  const texts = said.map(({ prompt }) => prompt);
  const [prompts] = await createPromptEncoder(loaded).prompts(texts, ['{c}']);
  const images = unitRows(await embedImages(model, pair), (row) => `image ${row + 1} of 2`);
  const cosines = innerProducts(prompts!, images); // [3 texts, 2 images]
  const { data } = softmaxRows({ ...cosines, data: cosines.data.map((cosine) => cosine * model.logitScale()) });
  return said.map(({ prompt, means }, k) => ({
    task: IMAGES_OF,
    word,
    model: name,
    prompt,
    means,
    left: left.emoji,
    right: right.emoji,
    metric: 'probability of the right image',
    value: data[2 * k + 1]!,
  }));
}
