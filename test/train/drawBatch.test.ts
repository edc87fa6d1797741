import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { cropBatch, drawCaptions } from '../../lib/train/assembleBatch.js';
import { drawBatch } from '../../lib/train/drawBatch.js';
import type { Objective } from '../../lib/train/objective.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { tokenizeCaptions } from '../../lib/train/trainingPairs.js';
import { coloredHalves, TINY, tinyTokenizer } from './tinyRun.js';

const labels = {
  color: { classes: 4, of: Int32Array.from({ length: 16 }, (_, k) => k % 4) },
  rare: { classes: 1, of: Int32Array.from({ length: 16 }, (_, k) => (k === 5 ? 0 : -1)) },
};
const pairs = { ...coloredHalves(1, 1), labels };
const tokenizer = tinyTokenizer(pairs);
const table = tokenizeCaptions(pairs.captions, tokenizer);
const config = modelConfig(TINY, tokenizer.vocabSize);
const indices = Uint32Array.of(5, 0, 11);

const draw = (needs: Objective['needs'], seed = 3) =>
  drawBatch({ pairs, table, config, recipe: TINY, objective: { ...CONTRASTIVE, needs } }, indices, createRandom(seed));

it('crops the images and draws a caption of each, one after the other from one generator', () => {
  const batch = draw({ otherPixels: false, labels: false });
  const random = createRandom(3);
  const pixels = cropBatch(pairs.images, indices, config, TINY.augmentation, random);
  expect(batch.pixels.dataSync()).toEqual(pixels.dataSync());
  expect(batch.tokens.dataSync()).toEqual(drawCaptions(table, indices, TINY.mainCaption, random).dataSync());
  expect(Object.keys(batch)).toEqual(['pixels', 'tokens']);
});

it('crops the same images another time where the objective compares two crops', () => {
  const { pixels, otherPixels } = draw({ otherPixels: true, labels: false });
  expect(otherPixels!.shape).toEqual(pixels.shape);
  expect(otherPixels!.dataSync()).not.toEqual(pixels.dataSync());
});

it('has each image’s class of every label set where the objective wants them, -1 where it has none', () => {
  const { labels: drawn } = draw({ otherPixels: false, labels: true });
  expect(Object.keys(drawn!)).toEqual(['color', 'rare']);
  expect([...drawn!['color']!.dataSync()]).toEqual([1, 0, 3]);
  expect([...drawn!['rare']!.dataSync()]).toEqual([0, -1, -1]);
  expect(drawn!['color']!.dtype).toBe('int32');
});

it('hands over its tensors and leaves no other', () => {
  const before = tf.memory().numTensors;
  const { labels: drawn, ...rest } = draw({ otherPixels: true, labels: true });
  expect(tf.memory().numTensors).toBe(before + 5);
  tf.dispose([rest, drawn!]);
  expect(tf.memory().numTensors).toBe(before);
});
