import { cp, mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELD_OUT_SETS } from '../../../lib/datasets/iconwit/heldOutSets.js';
import { licenseFamily } from '../../../lib/datasets/iconwit/licenses.js';
import { readManifest } from '../../../lib/datasets/iconwit/manifest.js';
import { readStatistics } from '../../../lib/datasets/iconwit/readStatistics.js';
import { publishedSizes } from '../../../lib/datasets/publishedSizes.js';
import { dataDirectory } from '../../../lib/io/projectPaths.js';

const committed = join(dataDirectory(), 'iconwit');

describe('the committed statistics of IconWIT', () => {
  it('belong together, and hold out by whole sets what is to be held out', async () => {
    const { summary } = await readStatistics();
    const manifest = await readManifest(committed);
    expect(summary.manifest.hash).toBe(manifest.hash);
    expect(manifest.splits.train.shards.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(manifest.splits.train.pairs);
    expect(manifest.heldOut).toEqual(HELD_OUT_SETS.map(({ prefix }) => prefix));
    for (const { prefix } of HELD_OUT_SETS) {
      expect(summary.sets.find((set) => set.prefix === prefix)).toMatchObject({ split: 'heldout', pairs: 0 });
    }
    const pairs = manifest.splits.train.pairs + manifest.splits.validation.pairs;
    expect(summary.sets.reduce((sum, set) => sum + set.pairs, 0)).toBe(pairs);
  });

  it('keep to the balance: no query collects more than its share, and only licenses that are kept', async () => {
    const { summary } = await readStatistics();
    expect(summary.topQueries[0]![1]).toBeLessThanOrEqual(summary.manifest.options.perQuery);
    for (const { license } of summary.licenses) expect(licenseFamily(license)).toBeDefined();
    expect(summary.queryKinds.words + summary.queryKinds.bigrams).toBe(summary.manifest.queries);
  });

  it('come with pairs to look at, whose captions meet their query', async () => {
    const { samples } = await readStatistics();
    expect(samples.images.count).toBe(144);
    for (const { caption, query } of samples.records) expect(` ${caption} `).toContain(` ${query} `);
  });

  it('when damaged are named, with the remedy', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'cliplab statistics '));
    await cp(committed, copy, { recursive: true });
    await truncate(join(copy, 'samples.tar'), 1000);
    await expect(readStatistics(copy)).rejects.toThrow(/samples\.tar is missing or damaged; restore it/);
    await writeFile(join(copy, 'summary.json'), '{');
    await expect(readStatistics(copy)).rejects.toThrow(/summary\.json is missing or damaged/);
  });
});

it('the published sizes are numbers with a source, smallest first', async () => {
  const sizes = await publishedSizes();
  expect(sizes.map(({ images }) => images)).toEqual(sizes.map(({ images }) => images).sort((a, b) => a - b));
  expect(sizes.find(({ dataset }) => dataset === 'WIT')).toMatchObject({ images: 400e6, source: 'paper sec 2.2' });
});
