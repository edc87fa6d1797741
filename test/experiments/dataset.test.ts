import { describe, expect, it } from 'vitest';
import { readStatistics } from '../../lib/datasets/iconwit/readStatistics.js';
import { publishedSizes } from '../../lib/datasets/publishedSizes.js';
import { datasetExperiment, type DatasetCount } from '../../lib/experiments/dataset.js';

const statistics = await readStatistics();
const { summary } = statistics;
const rows = (await datasetExperiment()).objects() as DatasetCount[];
const of = (quantity: string) => rows.filter((row) => row.quantity === quantity);
const total = (counts: readonly DatasetCount[]): number => counts.reduce((sum, { value }) => sum + value, 0);

describe('the dataset experiment', () => {
  it('is of the statistics that are handed over, by default the committed ones', async () => {
    const train = { ...summary.manifest.splits.train, pairs: 7 };
    const splits = { ...summary.manifest.splits, train };
    const other = { ...statistics, summary: { ...summary, manifest: { ...summary.manifest, splits } } };
    const sizes = ((await datasetExperiment({ statistics: other })).objects() as DatasetCount[]).slice(0, 7);
    expect(sizes.find(({ task }) => task === 'IconWIT')).toMatchObject({ value: 7, source: null });
    expect(sizes[0]).toMatchObject({ value: 7 });
  });

  it('has every size that the paper states, smallest first, each with its source', async () => {
    const sizes = of('images');
    expect(sizes.map(({ value }) => value)).toEqual(sizes.map(({ value }) => value).sort((a, b) => a - b));
    const published = sizes.filter(({ task }) => task !== 'IconWIT').map(({ task, value }) => [task, value]);
    expect(published).toEqual((await publishedSizes()).map(({ dataset, images }) => [dataset, images]));
    for (const { task, source } of sizes) expect(source === null).toBe(task === 'IconWIT');
  });

  it('counts pairs alike under licenses and in sets', () => {
    const { train, validation } = summary.manifest.splits;
    expect(total(of('pairs under the license'))).toBe(train.pairs + validation.pairs);
    expect(total(of('pairs of the set'))).toBe(train.pairs + validation.pairs);
    const removed = Object.values(train.removed) as number[];
    expect(total(of('pairs left out'))).toBe(removed.reduce((sum, count) => sum + count, 0));
    expect(of('pairs left out').map(({ item }) => item)).toContain(
      `more than ${summary.manifest.options.perName} drawings of a name by one set`,
    );
  });

  it('counts each query once before and once after balancing, by powers of two', () => {
    const { queries } = summary.manifest;
    for (const series of ['before balancing', 'after'])
      expect(total(of('queries that find so many pairs').filter((row) => row.series === series))).toBe(queries);
    const bins = [...new Set(of('queries that find so many pairs').map(({ item }) => item))];
    expect(bins.slice(0, 5)).toEqual(['1 or none', '2', '3 to 4', '5 to 8', '9 to 16']);
    expect(bins).toContain('1,025 to 2,048');
  });

  it('has words by how often they occur before balancing, each beside its count after', () => {
    const words = of('texts with the word');
    const before = words.filter(({ series }) => series === 'before balancing');
    expect(before.map(({ item, value }) => [item, value])).toEqual(summary.topWords.before);
    const after = new Map(words.filter(({ series }) => series === 'after').map(({ item, value }) => [item, value]));
    expect(after).toEqual(new Map(summary.topWords.after));
    const [first, second] = words;
    expect([second!.item, second!.series]).toEqual([first!.item, 'after']);
    const shares = of('share of all words').map(({ value }) => value);
    expect(shares[0]).toBeCloseTo(total(before) / summary.words.before, 12);
    expect(shares[1]).toBeLessThan(shares[0]!);
  });

  it('has finite counts alone', () => {
    for (const { value } of rows) expect(value).toBeGreaterThanOrEqual(0);
    expect(new Set(rows.map(({ quantity, item, series, task }) => [task, quantity, item, series].join())).size).toBe(
      rows.length,
    );
  });
});
