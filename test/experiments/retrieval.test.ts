import { describe, expect, it } from 'vitest';
import { eachCaption } from '../../lib/datasets/captions/captionedImages.js';
import { loadCaptionedImages } from '../../lib/datasets/captions/loadCaptionedImages.js';
import { readImages } from '../../lib/datasets/readImages.js';
import { embedImages } from '../../lib/eval/embeddings/embedImages.js';
import { embedTexts } from '../../lib/eval/embeddings/embedTexts.js';
import { innerProducts, matrixRow, normalizeRows } from '../../lib/eval/matrix.js';
import { retrievalExperiment, type RetrievalMeasurement } from '../../lib/experiments/retrieval.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { memoryJournal } from './interruptedJournal.js';

describe('retrieval', () => {
  it('is the share of queries with one of their own among the k nearest, as counted one by one', async () => {
    const set = await loadCaptionedImages();
    const { texts, imageOfText } = eachCaption(set);
    const journal = memoryJournal();
    const asked = { models: ['zoo-rn-8'], templates: ['{c}'], ks: [1, 10], resamples: 50, journal };
    const rows = (await retrievalExperiment(asked)).objects() as RetrievalMeasurement[];
    expect(rows.map(({ retrieved, k }) => [retrieved, k])).toEqual([
      ['text', 1],
      ['image', 1],
      ['text', 10],
      ['image', 10],
    ]);
    const { model, tokenizer } = await loadModel('zoo-rn-8');
    const seen = normalizeRows(await embedImages(model, await readImages(set.images, undefined, 64)));
    const said = normalizeRows(await embedTexts(model, tokenizer, texts));
    model.dispose();
    const products = innerProducts(seen, said);
    /** Whether one of its own is among the k best of a query, by sorting them all. */
    const isFound = (scores: number[], own: (candidate: number) => boolean, k: number): boolean =>
      [...scores.keys()]
        .sort((a, b) => scores[b]! - scores[a]! || a - b)
        .slice(0, k)
        .some(own);
    for (const { retrieved, k, value, low, high, n, candidates, chance, resampled } of rows) {
      const queries = retrieved === 'text' ? set.captions.length : texts.length;
      let found = 0;
      for (let query = 0; query < queries; query++) {
        const scores =
          retrieved === 'text'
            ? [...matrixRow(products, query)]
            : set.captions.map((_, image) => products.data[image * texts.length + query]!);
        const own = (candidate: number): boolean =>
          retrieved === 'text' ? imageOfText[candidate] === query : candidate === imageOfText[query];
        found += isFound(scores, own, k) ? 1 : 0;
      }
      expect(value).toBeCloseTo(found / queries, 10);
      expect([n, candidates]).toEqual([queries, retrieved === 'text' ? texts.length : set.captions.length]);
      expect(low!).toBeLessThanOrEqual(value);
      expect(high!).toBeGreaterThanOrEqual(value);
      expect(value).toBeGreaterThan(chance!);
      expect(resampled).toHaveLength(50);
    }
    // The journal has them: nothing is measured twice.
    expect((await retrievalExperiment(asked)).objects()).toEqual(rows);
    expect(journal.computed).toHaveLength(1);
  }, 120_000);

  it('says what cannot be retrieved', async () => {
    await expect(retrievalExperiment({ templates: ['a photo'] })).rejects.toThrow('"a photo" has no {c}');
    await expect(retrievalExperiment({ ks: [395] })).rejects.toThrow('k is 395, expected a whole number from 1 to 394');
    await expect(retrievalExperiment({ tasks: ['flags'] })).rejects.toThrow('there are no captioned images flags');
    await expect(retrievalExperiment({ models: ['lab-simclr'] })).rejects.toThrow(
      'lab-simclr was trained to simclr, which compares no images with texts',
    );
  });
});
