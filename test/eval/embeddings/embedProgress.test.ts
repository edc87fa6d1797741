import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedBatches } from '../../../lib/eval/embeddings/embedImages.js';
import { setProgressSink, type ProgressState } from '../../../lib/io/progress.js';

let told: ProgressState[];
beforeEach(() => {
  told = [];
  setProgressSink((state) => told.push(state), 0);
});
afterEach(() => setProgressSink(undefined));

describe('embedBatches', () => {
  const ones = (begin: number, end: number): Float32Array => new Float32Array(2 * (end - begin)).fill(begin);

  it('goes through everything once, the rest last, and tells how far it is', async () => {
    const { data, rows, columns } = await embedBatches(5, 'images', 2, { batchSize: 2, label: 'mine' }, ones);
    expect([rows, columns, [...data]]).toEqual([5, 2, [0, 0, 0, 0, 2, 2, 2, 2, 4, 4]]);
    expect(told.map(({ label, unit, done, total }) => [label, unit, done, total])).toEqual(
      [2, 4, 5, 5].map((done) => ['embed mine', 'images', done, 5]),
    );
  });

  it('says nothing where it has no name to say it under', async () => {
    await embedBatches(5, 'images', 2, {}, ones);
    expect(told).toEqual([]);
  });

  it('names the one that is not finite, whatever they are', async () => {
    const spoilt = (begin: number, end: number): Float32Array =>
      ones(begin, end).map((x, k) => (begin === 2 && k === 3 ? NaN : x));
    const embedding = embedBatches(5, 'senses', 2, { batchSize: 2 }, spoilt);
    await expect(embedding).rejects.toThrow(/^the model's output for sense 4 of 5 is not finite \(NaN\)/);
  });

  it('refuses no images at a time', async () => {
    await expect(embedBatches(5, 'images', 2, { batchSize: 0 }, ones)).rejects.toThrow(
      'the batch size is 0, expected a whole number of 1 or more.',
    );
  });
});
