import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { cropImages, drawCaptions } from '../../lib/train/assembleBatch.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { tokenizeCaptions } from '../../lib/train/trainingPairs.js';
import { colouredHalves, TINY, tinyTokenizer } from './tinyRun.js';

const pairs = colouredHalves(1, 1);
const tokenizer = tinyTokenizer(pairs);
const table = tokenizeCaptions(pairs.captions, tokenizer);
const config = modelConfig(TINY, tokenizer.vocabSize);

it('pictures and captions of a batch belong to the same pairs', () => {
  const indices = Uint32Array.of(5, 0, 11);
  const tokens = drawCaptions(table, indices, 1, createRandom(1)).arraySync();
  tokens.forEach((row, k) => expect(row).toEqual([...tokenizer.tokenize([pairs.captions[indices[k]!]![0]!])]));
  const uncropped = cropImages(pairs.images, indices, config, { smallestCrop: 1 }, createRandom(1));
  expect(uncropped.shape).toEqual([3, 16, 16, 3]);
  const size = 20 * 20 * 3;
  const corner = uncropped.dataSync()[16 * 16 * 3]! * 127.5 + 127.5;
  expect(corner).toBeCloseTo(pairs.images.pixels[0]!, 2); // the second of the batch is picture 0
  expect(size).toBe(pairs.images.pixels.length / pairs.images.count);
});

it('draws the main caption as often as it is told, and the others evenly', () => {
  const many = Uint32Array.from({ length: 2000 }, () => 3);
  const main = [...tokenizer.tokenize([pairs.captions[3]![0]!])].join();
  const drawn = drawCaptions(table, many, 0.25, createRandom(2)).arraySync();
  const share = drawn.filter((row) => row.join() === main).length / 2000;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
});

it('the same generator state gives the same crop', () => {
  const crop = (): Float32Array =>
    cropImages(
      pairs.images,
      Uint32Array.of(1, 2),
      config,
      { smallestCrop: 0.5 },
      createRandom(8),
    ).dataSync() as Float32Array;
  expect(crop()).toEqual(crop());
});

it('a mirrored picture is the picture read from right to left', () => {
  const indices = Uint32Array.of(0, 6, 9);
  const draw = (mirrored: number): number[][][][] =>
    cropImages(pairs.images, indices, config, { smallestCrop: 1, mirrored }, createRandom(8)).arraySync();
  const plain = draw(0);
  draw(1).forEach((picture, n) =>
    picture.forEach((row, y) =>
      row.forEach((pixel, x) =>
        pixel.forEach((value, c) => expect(value).toBeCloseTo(plain[n]![y]![row.length - 1 - x]![c]!, 4)),
      ),
    ),
  );
});
