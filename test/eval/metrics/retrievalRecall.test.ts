import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { bootstrapInterval } from '../../../lib/eval/statistics/interval.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { recallAtK, recallByGuessing, retrievalRanks } from '../../../lib/eval/metrics/retrievalRecall.js';
import { goldenPath } from '../../fixtures/golden.js';

type Recalls = Record<`recall@${number}`, number>;
const { cases } = JSON.parse(readFileSync(goldenPath('metrics/retrieval.json'), 'utf8')) as {
  cases: {
    name: string;
    similarity: number[][];
    text_image: number[];
    text_to_image: Recalls;
    image_to_text: Recalls;
  }[];
};
const matrix = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]!.length,
});

describe('recall at k, both ways', () => {
  it.each(cases)('$name', ({ similarity, text_image: imageOfText, text_to_image: byText, image_to_text: byImage }) => {
    const ranks = retrievalRanks(matrix(similarity), imageOfText);
    for (const k of [1, 5, 10]) {
      expect(recallAtK(ranks.textToImage, k)).toBeCloseTo(byText[`recall@${k}`]!, 12);
      expect(recallAtK(ranks.imageToText, k)).toBeCloseTo(byImage[`recall@${k}`]!, 12);
    }
  });

  it('has a bootstrap interval over queries', () => {
    const random = createRandom(1);
    const similarity = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 60 }, (_, t) => random.normal() + (i === t ? 2 : 0)),
    );
    const { textToImage } = retrievalRanks(
      matrix(similarity),
      Int32Array.from({ length: 60 }, (_, k) => k),
    );
    const recall = recallAtK(textToImage, 1);
    const drawn = (indices: Int32Array): number =>
      recallAtK(
        indices.map((k) => textToImage[k]!),
        1,
      );
    const { low, high } = bootstrapInterval(60, drawn, { random });
    expect(low).toBeLessThan(recall);
    expect(high).toBeGreaterThan(recall);
    // As wide as a share of 60 is uncertain.
    expect(high - low).toBeCloseTo(3.92 * Math.sqrt((recall * (1 - recall)) / 60), 1);
  });

  it('takes the best of an image’s own texts, and of equals the first', () => {
    // Image 0 has texts 1 and 2. The better of the two, text 2, ties with text 0, which comes before it.
    const ranks = retrievalRanks(
      matrix([
        [5, 3, 5, 1],
        [4, 0, 0, 4],
      ]),
      [1, 0, 0, 1],
    );
    expect([...ranks.imageToText]).toEqual([1, 0]);
    // Text 0 is image 1's and nearer to image 0; text 3 is image 1's and nearer to it.
    expect([...ranks.textToImage]).toEqual([1, 0, 0, 0]);
    expect(recallAtK(ranks.imageToText, 1)).toBe(0.5);
    expect(recallAtK(ranks.imageToText, 2)).toBe(1);
  });

  it('refuses images without a text, and sizes that do not fit', () => {
    const similarity = matrix([
      [1, 2],
      [3, 4],
    ]);
    expect(() => retrievalRanks(similarity, [0])).toThrow('1 images for 2 texts');
    expect(() => retrievalRanks(similarity, [0, 0])).toThrow('query 1 has none of its own among the 2 candidates');
    expect(() => recallAtK(new Int32Array(0), 1)).toThrow('no query');
  });
});

describe('recall by guessing', () => {
  it('is the share of all draws that hold one of a query’s own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 8 }),
        (own, k) => {
          const candidates = 6;
          const drawsOf = (size: number): number[] =>
            Array.from({ length: 2 ** candidates }, (_, set) => set).filter(
              (set) => set.toString(2).replaceAll('0', '').length === size,
            );
          const draws = drawsOf(Math.min(k, candidates));
          const expected =
            own.reduce(
              (sum, count) => sum + draws.filter((set) => (set & (2 ** count - 1)) !== 0).length / draws.length,
              0,
            ) / own.length;
          expect(recallByGuessing(own, candidates, k)).toBeCloseTo(expected, 12);
        },
      ),
    );
  });
});
