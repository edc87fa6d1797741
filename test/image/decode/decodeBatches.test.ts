import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { UserError } from '../../../lib/io/userError.js';
import { decodeBatches, type DecodedBatch } from '../../../lib/image/decode/decodeBatches.js';
import { imageFile, type ImageSource } from '../../../lib/image/imageSource.js';

const SIZE = 4;
/** A flat image whose level is its number; some take longer to read than those after them. */
const image = (level: number): ImageSource => ({
  name: `${level}.png`,
  async read() {
    if (level % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    return sharp({ create: { width: 9, height: 9, channels: 3, background: { r: level, g: level, b: level } } })
      .png()
      .toBuffer();
  },
});
const broken = (name: string): ImageSource => ({ name, read: () => Promise.resolve(Uint8Array.of(1, 2, 3)) });
const numbers = (count: number): ImageSource[] => Array.from({ length: count }, (_, k) => image(k));

async function collect(batches: AsyncIterable<DecodedBatch>): Promise<DecodedBatch[]> {
  const all: DecodedBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('decodeBatches', () => {
  it('keeps the order, whoever is ready first, and the last batch holds the rest', async () => {
    for (const ahead of [0, 1, 3]) {
      const batches = await collect(decodeBatches(numbers(11), { size: SIZE, batchSize: 4, ahead }));
      expect(batches.map(({ images }) => images.count)).toEqual([4, 4, 3]);
      const levels = batches.flatMap(({ images }) =>
        Array.from({ length: images.count }, (_, k) => images.pixels[k * SIZE * SIZE * 3]),
      );
      expect(levels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(batches.flatMap(({ indices }) => indices)).toEqual(levels);
    }
  });

  it('reads from an endless source no further ahead than asked', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<ImageSource> {
      try {
        for (;;) yield await Promise.resolve(image(taken++ % 200));
      } finally {
        taken = -taken;
      }
    }
    for await (const { indices } of decodeBatches(endless(), { size: SIZE, batchSize: 5, ahead: 2 })) {
      expect(taken).toBeLessThanOrEqual(indices.at(-1)! + 1 + 2 * 5);
      if (indices.at(-1)! >= 24) break;
    }
    // A loop that is left closes its source.
    expect(taken).toBeLessThan(0);
  });

  it('names the first unreadable image', async () => {
    const sources = [...numbers(5), broken('five.jpg'), broken('six.jpg')];
    const run = collect(decodeBatches(sources, { size: SIZE, batchSize: 2 }));
    await expect(run).rejects.toThrow(/^five\.jpg is no image/);
    const gone = collect(decodeBatches([imageFile('/nowhere/at-all.jpg')], { size: SIZE, batchSize: 2 }));
    await expect(gone).rejects.toThrow('/nowhere/at-all.jpg cannot be read (ENOENT)');
  });

  it('leaves out a share of unreadable images and says which', async () => {
    const sources = [image(0), broken('one.gif'), image(2), broken('three.gif'), broken('four.gif'), image(5)];
    const batches = await collect(decodeBatches(sources, { size: SIZE, batchSize: 3, maxSkippedShare: 0.5 }));
    expect(batches.map(({ indices }) => indices)).toEqual([[0, 2], [5]]);
    expect(batches.map(({ images }) => images.pixels.length)).toEqual([2 * SIZE * SIZE * 3, SIZE * SIZE * 3]);
    expect(batches.flatMap(({ skipped }) => skipped.map(({ index }) => index))).toEqual([1, 3, 4]);
    expect(batches[0]!.skipped[0]!.reason).toMatch(/^one\.gif is no image/);
  });

  it('fails past that share, at the end or as soon as it is clear', async () => {
    const options = { size: SIZE, batchSize: 2, ahead: 0, maxSkippedShare: 0.4 };
    await expect(collect(decodeBatches([image(0), broken('x')], options))).rejects.toThrow(
      new UserError(
        '1 of the first 2 images cannot be read, more than the 40 % that may be skipped; mend or remove them, or allow ' +
          'a larger share.',
      ),
    );
    let taken = 0;
    function* endless(): Generator<ImageSource> {
      for (;;) yield broken(`${taken++}`);
    }
    await expect(collect(decodeBatches(endless(), options))).rejects.toThrow('100 of the first 100');
    expect(taken).toBe(100);
  });

  it('has nothing to give for no images', async () => {
    expect(await collect(decodeBatches([], { size: SIZE, batchSize: 2 }))).toEqual([]);
  });
});
