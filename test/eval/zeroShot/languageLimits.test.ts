import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import type { EmbedOptions } from '../../../lib/eval/embeddings/embedImages.js';
import { selectRows, type Matrix } from '../../../lib/eval/matrix.js';
import { bagOfWordsZeroShotLogits } from '../../../lib/eval/zeroShot/bagOfWordsZeroShot.js';
import { captionZeroShotLogits } from '../../../lib/eval/zeroShot/captionZeroShot.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';
import { selectImages } from '../../../lib/image/selectImages.js';
import { setProgressSink, type ProgressState } from '../../../lib/io/progress.js';
import { initializeClip, type Clip } from '../../../lib/models/clip.js';
import { initialize } from '../../../lib/models/initialize.js';
import { createParameters, type Parameters } from '../../../lib/models/parameters.js';
import { createTokenizer } from '../../../lib/text/createTokenizer.js';
import { trainBpe } from '../../../lib/text/trainBpe.js';
import { findObjective } from '../../../lib/train/objectives/findObjective.js';
import { expectClose } from '../../fixtures/close.js';
import { TINY_RESNET } from '../../fixtures/tinyConfigs.js';

const tokenizer = createTokenizer(trainBpe(['red', 'blue'], { merges: 20, minFrequency: 1 }), 12);
const CONFIG = { ...TINY_RESNET, text: { ...TINY_RESNET.text, vocabSize: tokenizer.vocabSize, contextLength: 12 } };
const COUNT = 35; // more than go through the image tower at once
const random = createRandom(1);
const images: ImageBatch = {
  count: COUNT,
  height: 16,
  width: 16,
  pixels: Uint8Array.from({ length: COUNT * 16 * 16 * 3 }, () => random.int(256)),
};
const NAMES = ['red', 'blue'];
const TEMPLATES = ['{c}', 'a {c} dot'];

let model: Clip;
const extras: Parameters[] = [];
/** The objective's own tensors, the first of them with a number that is none where that is asked for. */
function open(name: 'caption' | 'bag-of-words', spoilt = false): Parameters {
  const specs = findObjective(name).extraSpecs({ config: CONFIG });
  const extra = createParameters(specs, initialize(specs, createRandom(2)));
  if (spoilt) for (const variable of extra.trainable()) tf.tidy(() => variable.assign(tf.fill(variable.shape, NaN)));
  extras.push(extra);
  return extra;
}
const byCaptions = (given: ImageBatch, options?: EmbedOptions, extra = open('caption')): Promise<Matrix> =>
  captionZeroShotLogits(model, extra, tokenizer, given, NAMES, TEMPLATES, options);
const byWords = (given: ImageBatch, options?: EmbedOptions, extra = open('bag-of-words')): Promise<Matrix> =>
  bagOfWordsZeroShotLogits(model, extra, tokenizer, given, NAMES, options);

beforeAll(() => {
  model = initializeClip(CONFIG, createRandom(1));
});
afterEach(() => {
  extras.splice(0).forEach((extra) => extra.dispose());
  setProgressSink(undefined);
});
afterAll(() => model.dispose());

describe.each([
  ['captions', byCaptions, 'caption mine', 'caption'],
  ['words', byWords, 'embed mine', 'bag-of-words'],
] as const)('zero-shot by %s', (_, logits, label, objective) => {
  it('gives each of many images what it gives it alone', async () => {
    const all = await logits(images);
    expect([all.rows, all.columns]).toEqual([COUNT, 2]);
    for (const n of [0, 31, 32, 34])
      expectClose((await logits(selectImages(images, [n]))).data, selectRows(all, [n]).data, 3e-5, `image ${n}`);
  });

  it('tells how many images are done, under a name alone', async () => {
    const told: ProgressState[] = [];
    setProgressSink((state) => told.push(state), 0);
    await logits(images);
    expect(told).toEqual([]);
    await logits(images, { label: 'mine' });
    expect(told.at(-1)).toMatchObject({ label, unit: 'images', done: COUNT, total: COUNT, finished: true });
  });

  it('names the first image of which nothing finite comes', async () => {
    await expect(logits(images, {}, open(objective, true))).rejects.toThrow(
      /^the model's output for image 1 of 35 is not finite \(NaN\)/,
    );
  });

  it('refuses no images at a time', async () => {
    await expect(logits(images, { batchSize: 0 })).rejects.toThrow(
      'the batch size is 0, expected a whole number of 1 or more.',
    );
  });
});

it('names without words are refused, the first too, and what is no list of names', async () => {
  const by = (names: unknown) =>
    bagOfWordsZeroShotLogits(model, open('bag-of-words'), tokenizer, images, names as string[]);
  await expect(by([' ', 'red'])).rejects.toThrow('class 0 (" ") has no words to be predicted: give it a name.');
  await expect(by('red')).rejects.toThrow('the class names are "red", expected a list of strings');
});
