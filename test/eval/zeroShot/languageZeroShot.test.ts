import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { bagOfWordsZeroShotLogits } from '../../../lib/eval/zeroShot/bagOfWordsZeroShot.js';
import { captionZeroShotLogits } from '../../../lib/eval/zeroShot/captionZeroShot.js';
import { matrixRow } from '../../../lib/eval/matrix.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';
import { selectImages } from '../../../lib/image/selectImages.js';
import { toPixels } from '../../../lib/image/toPixels.js';
import { captionDecoder, vocabularyLogits } from '../../../lib/models/captionDecoder.js';
import { captionDecoderConfig } from '../../../lib/models/captionDecoderConfig.js';
import { initializeClip, type Clip } from '../../../lib/models/clip.js';
import { initialize } from '../../../lib/models/initialize.js';
import { linearHead } from '../../../lib/models/linearHead.js';
import { createParameters, type Parameters } from '../../../lib/models/parameters.js';
import { createScope, INFERENCE } from '../../../lib/models/scope.js';
import { createTokenizer } from '../../../lib/text/createTokenizer.js';
import { fillTemplate } from '../../../lib/text/fillTemplate.js';
import { trainBpe } from '../../../lib/text/trainBpe.js';
import { createAdamW } from '../../../lib/train/adamW.js';
import { findObjective } from '../../../lib/train/objectives/findObjective.js';
import { expectClose } from '../../fixtures/close.js';
import { TINY_RESNET } from '../../fixtures/tinyConfigs.js';

const tokenizer = createTokenizer(trainBpe(['red', 'blue', 'a dot'], { merges: 20, minFrequency: 1 }), 12);
const CONFIG = { ...TINY_RESNET, text: { ...TINY_RESNET.text, vocabSize: tokenizer.vocabSize, contextLength: 12 } };
const NAMES = ['red', 'lime', 'blue'];
const COLORS = [
  [230, 40, 30],
  [120, 220, 40],
  [30, 60, 220],
];
const TEMPLATES = ['{c}', 'a {c} dot'];
const COUNT = 40;

/** Image k is a field of color k mod 3, with noise. */
function drawFields(seed: number): ImageBatch {
  const random = createRandom(seed);
  const pixels = new Uint8Array(COUNT * 16 * 16 * 3);
  pixels.forEach((_, at) => {
    const image = Math.floor(at / (16 * 16 * 3));
    pixels[at] = Math.min(255, Math.max(0, COLORS[image % 3]![at % 3]! + 20 * random.normal()));
  });
  return { count: COUNT, height: 16, width: 16, pixels };
}

let model: Clip;
let extra: Parameters;
const images = drawFields(1);
const open = (name: 'caption' | 'bag-of-words'): void => {
  const specs = findObjective(name).extraSpecs({ config: CONFIG });
  extra = createParameters(specs, initialize(specs, createRandom(2)));
};
beforeEach(() => {
  model = initializeClip(CONFIG, createRandom(1));
});
afterEach(() => {
  model.dispose();
  extra.dispose();
});

/** Steps of the objective's training on other images of the same colors. */
function trainSteps(name: 'caption' | 'bag-of-words', steps: number): void {
  const objective = findObjective(name);
  const named = model.parameters.specs.filter((spec) => spec.trainable && objective.trains(spec.name));
  const variables = [...named.map((spec) => model.parameters.get(spec.name)), ...extra.trainable()];
  const optimizer = createAdamW(variables, { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0 });
  for (let step = 0; step < steps; step++)
    tf.tidy(() => {
      const pixels = toPixels(drawFields(10 + step), 16, CONFIG);
      const texts = Array.from({ length: COUNT }, (_, k) => fillTemplate(TEMPLATES[k % 2]!, NAMES[k % 3]!));
      const tokens = tf.tensor2d(tokenizer.tokenize(texts), [COUNT, 12], 'int32');
      const mode = { training: true, precision: 'fp32' } as const;
      const { grads } = tf.variableGrads(() => objective.loss(model, extra, { pixels, tokens }, mode), variables);
      optimizer.apply(
        variables.map((variable) => grads[variable.name]!),
        { learningRate: 1e-2, step },
      );
    });
  optimizer.dispose();
}

const accuracy = (logits: { data: Float32Array; rows: number; columns: number }): number => {
  const right = Array.from({ length: COUNT }, (_, k) => {
    const row = matrixRow(logits, k);
    return row.indexOf(Math.max(...row)) === k % 3;
  });
  return right.filter(Boolean).length / COUNT;
};

describe('captionZeroShotLogits', () => {
  it('is the sum of every caption’s log-probabilities, caption by caption, however the pairs are cut', async () => {
    open('caption');
    const few = selectImages(images, [0, 1, 2]);
    const before = tf.memory().numTensors;
    const p = createScope({ parameters: extra, mode: INFERENCE, prefix: 'decoder.', observed: '' });
    const config = captionDecoderConfig(CONFIG);
    const expected = Array.from({ length: 3 }, (_, n) =>
      NAMES.map((name) => {
        const each = TEMPLATES.map((template) =>
          tf.tidy(() => {
            const grid = model.encodeGrid(toPixels(few, 16, CONFIG, n, n + 1));
            const ids = [tokenizer.startToken, ...tokenizer.encode(fillTemplate(template, name)), tokenizer.endToken];
            const states = captionDecoder(tf.tensor2d([ids], undefined, 'int32'), grid, p, config);
            const logits = vocabularyLogits(tf.reshape(states, [ids.length, config.width]), p);
            const rows = tf.logSoftmax(logits).arraySync();
            return ids.slice(1).reduce((sum, id, t) => sum + rows[t]![id]!, 0);
          }),
        );
        return each.reduce((a, b) => a + b) / each.length;
      }),
    ).flat();
    for (const batchSize of [1, 7, 256]) {
      const found = await captionZeroShotLogits(model, extra, tokenizer, few, NAMES, TEMPLATES, { batchSize });
      expect([found.rows, found.columns]).toEqual([3, 3]);
      expectClose(found.data, expected, 3e-5, `pairs by ${batchSize}`);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('after a little training names the colors of images it has not seen', async () => {
    open('caption');
    trainSteps('caption', 80);
    expect(accuracy(await captionZeroShotLogits(model, extra, tokenizer, images, NAMES, TEMPLATES))).toBeGreaterThan(
      0.9,
    );
  });

  it('wants a template', async () => {
    open('caption');
    const none = captionZeroShotLogits(model, extra, tokenizer, images, NAMES, []);
    await expect(none).rejects.toThrow('needs at least one template');
  });
});

describe('bagOfWordsZeroShotLogits', () => {
  it('is the mean log-probability of a name’s distinct tokens, and leaves nothing behind', async () => {
    open('bag-of-words');
    const names = ['red', 'blue blue', 'lime sky'];
    const before = tf.memory().numTensors;
    const found = await bagOfWordsZeroShotLogits(model, extra, tokenizer, images, names, { batchSize: 7 });
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => {
      const features = model.encodeImage(toPixels(images, 16, CONFIG), INFERENCE, { projected: false });
      const p = createScope({ parameters: extra, mode: INFERENCE, prefix: '', observed: '' });
      const rows = tf.logSoftmax(linearHead(features, p, 'words')).arraySync();
      const expected = rows.flatMap((row) =>
        names.map((name) => {
          const words = [...new Set(tokenizer.encode(name))];
          return words.reduce((sum, id) => sum + row[id]!, 0) / words.length;
        }),
      );
      expectClose(found.data, expected, 1e-4);
    });
  });

  it('after a little training names the colors of images it has not seen', async () => {
    open('bag-of-words');
    trainSteps('bag-of-words', 30);
    expect(accuracy(await bagOfWordsZeroShotLogits(model, extra, tokenizer, images, NAMES))).toBeGreaterThan(0.9);
  });

  it('refuses a class without a word', async () => {
    open('bag-of-words');
    const blank = bagOfWordsZeroShotLogits(model, extra, tokenizer, images, ['red', ' ']);
    await expect(blank).rejects.toThrow('class 1 (" ") has no words to be predicted');
  });
});
