import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { toPixels } from '../../lib/image/toPixels.js';
import { initializeClip } from '../../lib/models/clip.js';
import { nameAccuracy } from '../../lib/train/nameAccuracy.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { coloredHalves, TINY, tinyTokenizer } from './tinyRun.js';

const unit = (row: number[]): number[] => row.map((x) => x / Math.hypot(...row));

it('counts as a slow twin does, over more images than a batch holds, and leaks nothing', () => {
  const pairs = coloredHalves(17, 3); // 272 images, sixteen names
  const tokenizer = tinyTokenizer(pairs);
  // Another width than there are names, so that neither stands for the other.
  const model = initializeClip({ ...modelConfig(TINY, tokenizer.vocabSize), embedDim: 12 }, createRandom(4));
  const { images, captions } = pairs;
  const names = [...new Set(captions.map((choices) => choices[0]!))];
  expect(names.length).toBe(16);
  const [imageVectors, texts] = tf.tidy(() => {
    const ids = tf.tensor2d(tokenizer.tokenize(names), [names.length, tokenizer.contextLength], 'int32');
    const pixels = toPixels(images, model.config.vision.imageSize, model.config);
    return [model.encodeImage(pixels).arraySync().map(unit), model.encodeText(ids).arraySync().map(unit)];
  });
  let [top1, top5] = [0, 0];
  imageVectors.forEach((image, k) => {
    const scores = texts.map((text) => text.reduce((sum, x, d) => sum + x * image[d]!, 0));
    const own = scores[names.indexOf(captions[k]![0]!)]!;
    const better = scores.filter((score) => score > own).length;
    top1 += better === 0 ? 1 : 0;
    top5 += better < 5 ? 1 : 0;
  });
  const before = tf.memory().numTensors;
  const found = nameAccuracy(model, tokenizer, pairs);
  expect(tf.memory().numTensors).toBe(before);
  // Two names may be within rounding of each other for an image.
  expect(Math.abs(found.top1 - top1 / 272)).toBeLessThan(3 / 272);
  expect(Math.abs(found.top5 - top5 / 272)).toBeLessThan(3 / 272);
  expect(found.top5).toBeGreaterThan(found.top1);
  model.dispose();
});
