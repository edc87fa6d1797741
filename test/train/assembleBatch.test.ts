import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { cropBatch, drawCaptions } from '../../lib/train/assembleBatch.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { tokenizeCaptions } from '../../lib/train/trainingPairs.js';
import { coloredHalves, TINY, tinyTokenizer } from './tinyRun.js';

const pairs = coloredHalves(1, 1);
const tokenizer = tinyTokenizer(pairs);
const table = tokenizeCaptions(pairs.captions, tokenizer);
const config = modelConfig(TINY, tokenizer.vocabSize);

it('images and captions of a batch belong to the same pairs', () => {
  const indices = Uint32Array.of(5, 0, 11);
  const tokens = drawCaptions(table, indices, 1, createRandom(1)).arraySync();
  tokens.forEach((row, k) => expect(row).toEqual([...tokenizer.tokenize([pairs.captions[indices[k]!]![0]!])]));
  const uncropped = cropBatch(pairs.images, indices, config, { smallestCrop: 1 }, createRandom(1));
  expect(uncropped.shape).toEqual([3, 16, 16, 3]);
  const size = 20 * 20 * 3;
  const corner = uncropped.dataSync()[16 * 16 * 3]! * 127.5 + 127.5;
  expect(corner).toBeCloseTo(pairs.images.pixels[0]!, 2); // the second of the batch is image 0
  expect(size).toBe(pairs.images.pixels.length / pairs.images.count);
});

it('draws the main caption as often as it is told, and the others evenly', () => {
  const many = Uint32Array.from({ length: 2000 }, () => 3);
  const main = [...tokenizer.tokenize([pairs.captions[3]![0]!])].join();
  const drawn = drawCaptions(table, many, 0.25, createRandom(2)).arraySync();
  const share = drawn.filter((row) => row.join() === main).length / 2000;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
});

it('draws each of an image’s captions and no other’s, and its only one where it has no more', () => {
  const captions = [['red left'], ['blue top', 'green right', 'white left'], ['white bottom', 'red top']];
  const own = captions.map((choices) => choices.map((text) => [...tokenizer.tokenize([text])].join()));
  const few = tokenizeCaptions(captions, tokenizer);
  const indices = Uint32Array.from({ length: 900 }, (_, k) => k % 3);
  const drawn = (mainCaption: number): Set<string>[] => {
    const rows = drawCaptions(few, indices, mainCaption, createRandom(4)).arraySync();
    return [0, 1, 2].map((image) => new Set(rows.filter((_, k) => k % 3 === image).map((row) => row.join())));
  };
  expect(drawn(0.5)).toEqual(own.map((texts) => new Set(texts)));
  expect(drawn(1)).toEqual(own.map(([main]) => new Set([main])));
  // Never the main one, but where there is no other.
  expect(drawn(0)).toEqual([new Set(own[0]), new Set(own[1]!.slice(1)), new Set(own[2]!.slice(1))]);
});

it('colors stay as they are unless they are to be moved', () => {
  const draw = (augmentation: object): Float32Array =>
    cropBatch(
      pairs.images,
      Uint32Array.of(1, 2),
      config,
      { smallestCrop: 1, ...augmentation },
      createRandom(8),
    ).dataSync<'float32'>();
  const plain = draw({});
  expect(draw({ colorJitter: 0 })).toEqual(plain);
  expect(draw({ colorJitter: 0.5 })).not.toEqual(plain);
});

it('mirrors as many images as it is told', () => {
  const many = Uint32Array.from({ length: 200 }, () => 0); // red on the left
  const isTurned = (image: number[][][]): boolean => image[8]![1]![0]! < image[8]![14]![0]!;
  const share = (mirrored: number): number =>
    cropBatch(pairs.images, many, config, { smallestCrop: 1, mirrored }, createRandom(8)).arraySync().filter(isTurned)
      .length / 200;
  expect(share(0)).toBe(0);
  expect(Math.abs(share(0.25) - 0.25)).toBeLessThan(0.1);
  expect(share(1)).toBe(1);
});

it('the same generator state gives the same crop', () => {
  const crop = (): Float32Array =>
    cropBatch(
      pairs.images,
      Uint32Array.of(1, 2),
      config,
      { smallestCrop: 0.5 },
      createRandom(8),
    ).dataSync() as Float32Array;
  expect(crop()).toEqual(crop());
});

it('a mirrored image is the image read from right to left', () => {
  const indices = Uint32Array.of(0, 6, 9);
  const draw = (mirrored: number): number[][][][] =>
    cropBatch(pairs.images, indices, config, { smallestCrop: 1, mirrored }, createRandom(8)).arraySync();
  const plain = draw(0);
  draw(1).forEach((image, n) =>
    image.forEach((row, y) =>
      row.forEach((pixel, x) =>
        pixel.forEach((value, c) => expect(value).toBeCloseTo(plain[n]![y]![row.length - 1 - x]![c]!, 4)),
      ),
    ),
  );
});
