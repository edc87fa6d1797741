import { chmod, mkdtemp, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildIconWit, type BuildIconWitOptions } from '../../../lib/datasets/iconwit/buildIconWit.js';
import { loadPairs } from '../../../lib/datasets/iconwit/loadPairs.js';
import type { IconWitManifest } from '../../../lib/datasets/iconwit/manifest.js';
import { publishIconWit, PUBLISHED_FILES } from '../../../lib/datasets/iconwit/publishIconWit.js';
import type { IconWitSummary } from '../../../lib/datasets/iconwit/summarize.js';
import { readImageHashes } from '../../../lib/datasets/iconwit/trainingImages.js';
import { MADE_UP_SETS, madeUpModules } from './madeUpIcons.js';

const modules = await madeUpModules();
const newCache = (): Promise<string> => mkdtemp(join(tmpdir(), 'cliplab cache '));
const build = (cache: string, options: Partial<BuildIconWitOptions> = {}): Promise<IconWitManifest> =>
  buildIconWit({ cache, modules, workers: 1, shardSize: 4, maxFailedShare: 0.1, bigramBits: 0, ...options });
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

describe('a small IconWIT', () => {
  let cache: string;
  let manifest: IconWitManifest;
  let summary: IconWitSummary;

  beforeAll(async () => {
    cache = await newCache();
    manifest = await build(cache);
    summary = (await readJson(join(cache, 'iconwit', 'summary.json'))) as IconWitSummary;
  });

  it('holds no set that is held out, by id, and no image of one, by hash', async () => {
    const { ids } = await loadPairs({ split: 'train', imageSize: 64, cache });
    expect(ids.map((id) => id.split(':')[0]).sort()).toEqual([
      'one',
      'one',
      'one',
      'three',
      'three',
      'three',
      'two',
      'two',
      'two',
    ]);
    // "copied-sun" is drawn as the held-out sun, to the pixel.
    expect(ids).not.toContain('one:copied-sun');
    expect(manifest.splits.train.removed.heldOutImage).toBe(1);
    const heldOut = (await readJson(join(cache, 'iconwit', 'heldout.json'))) as Record<string, string>;
    const inTraining = await readImageHashes(join(cache, 'iconwit', 'training-images.bin'));
    expect(Object.keys(heldOut).sort()).toEqual(['noto:moon', 'noto:sun']);
    expect(Object.values(heldOut).filter((hash) => inTraining(hash))).toEqual([]);
  });

  it('collects by words and by bigrams', () => {
    expect(manifest.version).toBe(4);
    expect(summary.queryKinds).toEqual({ words: 3, bigrams: 1 });
    expect(summary.topBigrams[0]).toMatchObject({ bigram: 'hot sun', pairs: 3 });
    expect(summary.words.after).toBe(12);
  });

  it('names the icons that could not be drawn, counts the blank ones, and leaves out what its license closes', () => {
    expect(Object.keys(summary.failures)).toEqual(['two:broken']);
    expect(summary.sets.find(({ prefix }) => prefix === 'three')).toMatchObject({ blank: 1, rendered: 3 });
    expect(summary.dropped.map(({ prefix }) => prefix)).toEqual(['closed']);
    expect(JSON.stringify(summary)).not.toContain(cache);
  });

  it('stops where too many icons cannot be drawn, and says which', async () => {
    await expect(build(await newCache(), { maxFailedShare: 0.01 })).rejects.toThrow(
      /^1 of 16 images could not be drawn, more than 1 %: two:broken/,
    );
  });

  it('is the same from another run with the same seed', async () => {
    const again = await build(await newCache());
    expect(again.hash).toBe(manifest.hash);
  });

  it('is built anew only where something is missing', async () => {
    const shard = join(cache, 'iconwit', manifest.splits.train.shards[0]!.file);
    const pack = join(cache, 'iconwit', 'rendered', 'one.pack');
    const kept = join(cache, 'iconwit', 'rendered', 'two.pack');
    const before = (await stat(kept)).mtimeMs;
    await truncate(shard, 700);
    await truncate(pack, 10);
    await expect(loadPairs({ split: 'train', imageSize: 32, cache })).rejects.toThrow(/00000\.tar is damaged/);
    expect((await build(cache)).hash).toBe(manifest.hash);
    expect((await stat(kept)).mtimeMs).toBe(before);
    expect((await loadPairs({ split: 'train', imageSize: 32, cache })).ids.length).toBe(9);
  });

  it('publishes its statistics, and says what is missing before it is built', async () => {
    const to = await newCache();
    await publishIconWit(cache, to);
    expect((await readdir(to)).sort()).toEqual([...PUBLISHED_FILES].sort());
    await expect(publishIconWit(await newCache(), to)).rejects.toThrow('build the dataset again');
  });
});

it('two builds at once take turns and give the same', async () => {
  const cache = await newCache();
  const [first, second] = await Promise.all([build(cache), build(cache)]);
  expect(first.hash).toBe(second.hash);
  expect(await readdir(join(cache, 'iconwit'))).not.toContain('build.lock');
});

it('a build that is stopped between sets goes on where it was', async () => {
  const cache = await newCache();
  // Stopped by what a set of the collection holds: no icons at all.
  const cut = await madeUpModules(MADE_UP_SETS);
  await writeFile(join(cut, '@iconify', 'json', 'json', 'three.json'), '{"prefix":"three"');
  await expect(build(cache, { modules: cut })).rejects.toThrow();
  const before = await readdir(join(cache, 'iconwit')).catch(() => []);
  expect(before).not.toContain('manifest.json');
  expect((await build(cache)).splits.train.pairs).toBe(9);
});

it('a cache that cannot be written is named', async () => {
  const file = join(await newCache(), 'file');
  await writeFile(file, '');
  await chmod(file, 0o400);
  await expect(build(join(file, 'cache'))).rejects.toThrow(/cannot be written: .*not a folder/);
});
