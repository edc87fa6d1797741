import { expect, it } from 'vitest';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { embedImages } from '../../lib/eval/embeddings/embedImages.js';
import { embedTexts } from '../../lib/eval/embeddings/embedTexts.js';
import { matrixRow } from '../../lib/eval/matrix.js';
import { WORDS_OF_TWO_MEANINGS, type AmbiguousWord } from '../../lib/eval/zeroShot/prompts/wordsOfTwoMeanings.js';
import { polysemyExperiment, polysemyImages, type PolysemyRow } from '../../lib/experiments/polysemy.js';
import { polysemyFigure } from '../../lib/figures/paper/polysemyFigure.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { memoryJournal } from './interruptedJournal.js';

const TWO = WORDS_OF_TWO_MEANINGS.slice(0, 2);
const cosine = (a: Float32Array, b: Float32Array): number => {
  let [product, left, right] = [0, 0, 0];
  a.forEach((x, j) => {
    product += x * b[j]!;
    left += x * x;
    right += b[j]! * b[j]!;
  });
  return product / Math.sqrt(left * right);
};

it('gives the right image the softmax of the cosines, as reckoned one by one', async () => {
  const rows = (await polysemyExperiment({ models: ['mini-rn'], words: TWO })).objects() as PolysemyRow[];
  expect(rows.map(({ word, means }) => [word, means])).toEqual(
    TWO.flatMap(({ word }) => [null, 'left', 'right'].map((means) => [word, means])),
  );
  const { model, tokenizer } = await loadModel('mini-rn');
  const seen = await embedImages(model, await polysemyImages(TWO));
  for (const [k, row] of rows.entries()) {
    const text = matrixRow(await embedTexts(model, tokenizer, [row.prompt]), 0);
    const pair = 2 * Math.floor(k / 3);
    const [left, right] = [pair, pair + 1].map((image) => cosine(text, matrixRow(seen, image)));
    expect(row.value).toBeCloseTo(1 / (1 + Math.exp(model.logitScale() * (left! - right!))), 4);
  }
  model.dispose();
  // The table is what the figure takes.
  expect(polysemyFigure(rows, { images: await polysemyImages(TWO) }).table).toHaveLength(2);
});

it('shows the emoji that were named, of training or validation', async () => {
  const { count, height, width, pixels } = await polysemyImages();
  const { classNames, train, validation } = await loadTask('emoji-names');
  expect([count, height, width]).toEqual([2 * WORDS_OF_TWO_MEANINGS.length, 64, 64]);
  const size = height * width * 3;
  const names = WORDS_OF_TWO_MEANINGS.flatMap(({ left, right }) => [left.emoji, right.emoji]);
  for (const [k, name] of names.entries()) {
    const shown = Buffer.from(pixels.subarray(k * size, (k + 1) * size));
    const places = [train, validation].flatMap(({ labels, images }) =>
      [...labels.keys()]
        .filter((n) => classNames[labels[n]!] === name)
        .map((n) => images.pixels.subarray(n * size, (n + 1) * size)),
    );
    expect(
      places.some((place) => shown.equals(place)),
      name,
    ).toBe(true);
  }
});

it('goes on where it was interrupted, also with other words', async () => {
  const kept = new Map<string, readonly object[]>();
  const options = { models: ['mini-rn'], words: TWO };
  await expect(polysemyExperiment({ ...options, journal: memoryJournal(kept, 1) })).rejects.toThrow('interrupted');
  const journal = memoryJournal(kept);
  const rows = (await polysemyExperiment({ ...options, journal })).objects();
  expect(journal.computed.length).toBe(1);
  expect(rows).toEqual((await polysemyExperiment(options)).objects());
});

it('says which image is not there', async () => {
  const crane: AmbiguousWord = {
    word: 'crane',
    left: { emoji: 'building construction', prompt: 'crane, a machine' },
    right: { emoji: 'a flying crane', prompt: 'crane, a bird' },
  };
  await expect(polysemyImages([crane])).rejects.toThrow(
    'no image of emoji-names shows "a flying crane": give the name of one of its classes.',
  );
});
