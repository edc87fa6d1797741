import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildIconWit, type BuildIconWitOptions } from '../../../lib/datasets/iconwit/buildIconWit.js';
import { iconDocuments } from '../../../lib/datasets/iconwit/iconDocuments.js';
import { loadPairs } from '../../../lib/datasets/iconwit/loadPairs.js';
import type { IconWitManifest } from '../../../lib/datasets/iconwit/manifest.js';
import { createRenderPool, type RenderPool } from '../../../lib/datasets/iconwit/renderPool.js';
import { renderSets } from '../../../lib/datasets/iconwit/renderSets.js';
import type { SampleRecord } from '../../../lib/datasets/iconwit/writeShards.js';
import { readSamples } from '../../../lib/datasets/tar/readSamples.js';
import { readTar } from '../../../lib/datasets/tar/readTar.js';
import { decodeThumbnail } from '../../../lib/image/decode/decodeThumbnail.js';
import { Interrupted } from '../../../lib/io/interruption.js';
import { sha256 } from '../../../lib/io/sha256.js';
import { UserError } from '../../../lib/io/userError.js';
import { writeTinyCollection } from './tinyCollection.js';

const home = mkdtempSync(join(tmpdir(), 'cliplab-iconwit-'));
const modules = writeTinyCollection(home);
const OPTIONS = { modules, workers: 1, minAuthors: 2, imageSize: 32, shardSize: 3, maxFailedShare: 0.1 };
const build = (cache: string, more: Partial<BuildIconWitOptions> = {}): Promise<IconWitManifest> =>
  buildIconWit({ ...OPTIONS, cache: join(home, cache), ...more });
const at = (cache: string, ...path: string[]): string => join(home, cache, 'iconwit', ...path);
const changedAt = (path: string): number => statSync(path).mtimeMs;

/** Every sample of a split, read without the code that loads them. */
function samples(cache: string, split: 'train' | 'validation', manifest: IconWitManifest) {
  return manifest.splits[split].shards.flatMap(({ file, sha256: hash, bytes }) => {
    const shard = readFileSync(at(cache, file));
    expect([shard.length, sha256(shard)]).toEqual([bytes, hash]);
    return [...readSamples(readTar(shard, file, ''))].map(({ key, files }) => ({
      key,
      png: files.get('png')!,
      text: Buffer.from(files.get('txt')!).toString(),
      record: JSON.parse(Buffer.from(files.get('json')!).toString()) as SampleRecord,
    }));
  });
}

let manifest: IconWitManifest;
beforeAll(async () => {
  manifest = await build('first');
});
afterAll(() => rmSync(home, { recursive: true }));

it('writes the pairs of each split with captions, license and the pixels’ hash, and no held-out image', async () => {
  const train = samples('first', 'train', manifest);
  const validation = samples('first', 'validation', manifest);
  expect(train.map(({ record }) => record.id).sort()).toEqual([
    ...['alpha:blue-disc', 'alpha:blue-square', 'alpha:red-disc', 'alpha:red-square'],
    ...['beta:blue-disc', 'beta:green-disc', 'beta:red-disc', 'beta:red-square'],
  ]);
  expect(validation.map(({ record }) => record.id).sort()).toEqual(['iconoir:blue-square', 'iconoir:red-disc']);
  expect(manifest.splits.train).toMatchObject({ pairs: 8, removed: { heldOutImage: 1, validationImage: 1 } });
  expect(train.map(({ key }) => Number(key))).toEqual([...train.keys()]);
  const heldOut = Object.values(JSON.parse(readFileSync(at('first', 'heldout.json'), 'utf8')) as object) as string[];
  expect(heldOut.length).toBe(2);
  for (const { png, record, text } of [...train, ...validation]) {
    const pixels = await decodeThumbnail(png, 32);
    expect(sha256(pixels).slice(0, 16)).toBe(record.pixels);
    expect(heldOut).not.toContain(record.pixels);
    expect(text).toBe(record.caption);
    expect(record.captions[0]).toBe(text);
    expect(record.author).toBe(`designer of ${record.set}`);
  }
  const square = train.find(({ record }) => record.id === 'alpha:red-square')!.record;
  expect(square).toMatchObject({ license: 'MIT', source: 'https://alpha.example' });
  expect(square.captions).toEqual(['red square', 'a colorful icon of red square', 'crimson']);
  const categorized = train.find(({ record }) => record.id === 'beta:red-square')!.record;
  expect(categorized).toMatchObject({ category: 'shapes and colors' });
  expect(categorized.captions).toContain('shapes and colors red square');
});

it('reports dropped sets, blank and broken icons, and credits the used ones', () => {
  const summary = JSON.parse(readFileSync(at('first', 'summary.json'), 'utf8')) as {
    dropped: { prefix: string }[];
    sets: { prefix: string; blank: number; failed: number; rendered: number }[];
  };
  expect(summary.dropped.map(({ prefix }) => prefix)).toEqual(['gamma']);
  expect(summary.sets[0]).toMatchObject({ prefix: 'alpha', rendered: 4, blank: 1, failed: 1 });
  const credits = readFileSync(at('first', 'ATTRIBUTION.md'), 'utf8');
  expect(credits).toContain('| The alpha set | designer of alpha | MIT |');
  const [used, heldOut] = credits.split('## Held out') as [string, string];
  expect(used).not.toMatch(/gamma|noto set/);
  expect(heldOut).toContain('| The noto set | designer of noto | Apache-2.0 | https://noto.example |');
  expect(heldOut).not.toMatch(/gamma|alpha/);
});

it('comes out the same from nothing, otherwise with another seed', async () => {
  expect(await build('second')).toEqual(manifest);
  const other = await build('second', { seed: 3 });
  expect(other.hash).not.toBe(manifest.hash);
  expect(other.splits.train.pairs).toBe(manifest.splits.train.pairs);
});

it('goes on where it was interrupted between sets: what is whole is kept, the rest is made, to the same bytes', async () => {
  const pool = createRenderPool({ workers: 1 });
  const render: RenderPool['render'] = (svgs, size, fit) => {
    if (readdirSync(rendered).length > 0) throw new Interrupted();
    return pool.render(svgs, size, fit);
  };
  const rendered = at('third', 'rendered');
  mkdirSync(rendered, { recursive: true });
  const source = `${manifest.packages[0]!.name}@${manifest.packages[0]!.version}`;
  const sets = ['alpha', 'beta'].map((prefix) => iconDocuments(modules, prefix, source));
  const options = { folder: rendered, size: OPTIONS.imageSize };
  await expect(renderSets(sets, options, () => ({ ...pool, render }))).rejects.toThrow(Interrupted);
  expect(readdirSync(rendered).sort()).toEqual(['alpha.json', 'alpha.pack']);
  const before = changedAt(join(rendered, 'alpha.pack'));
  expect((await build('third')).hash).toBe(manifest.hash);
  expect(changedAt(join(rendered, 'alpha.pack'))).toBe(before);
});

it('makes a damaged pack and a damaged shard again, and leaves sound ones alone', async () => {
  const [first, second] = manifest.splits.train.shards.map(({ file }) => at('first', file));
  const pack = at('first', 'rendered', 'beta.pack');
  const untouched = [second!, at('first', 'rendered', 'alpha.pack')];
  const before = untouched.map(changedAt);
  for (const path of [first!, pack]) {
    const bytes = readFileSync(path);
    bytes[600]! ^= 1;
    writeFileSync(path, bytes);
  }
  expect(await build('first')).toEqual(manifest);
  expect(sha256(readFileSync(first!))).toBe(manifest.splits.train.shards[0]!.sha256);
  expect(untouched.map(changedAt)).toEqual(before);
});

it('removes the shards of an earlier build that this one does not have', async () => {
  await build('fourth', { shardSize: 1 });
  const { splits } = await build('fourth', { shardSize: 100 });
  expect(splits.train.shards.length).toBe(1);
  expect(readdirSync(at('fourth', 'train')).sort()).toEqual(['00000.json', '00000.tar']);
});

it('fails with examples when too many icons cannot be drawn', async () => {
  const asked = build('fifth', { maxFailedShare: 0.01 });
  await expect(asked).rejects.toThrow(UserError);
  await expect(asked).rejects.toThrow(/1 of 1\d images could not be drawn, more than 1 %: alpha:broken/);
});

it('loads as decoded pixels, keeps them, and decodes again when the kept ones are damaged', async () => {
  const options = { split: 'train', imageSize: 16, cache: join(home, 'first') } as const;
  const pairs = await loadPairs(options);
  const expected = samples('first', 'train', manifest);
  expect(pairs.ids).toEqual(expected.map(({ record }) => record.id));
  expect(pairs.captions).toEqual(expected.map(({ record }) => record.captions));
  expect(pairs.images).toMatchObject({ count: 8, height: 16, width: 16 });
  for (const [k, { png }] of expected.entries()) {
    const pixels = pairs.images.pixels.subarray(k * 768, (k + 1) * 768);
    expect(Buffer.compare(pixels, await decodeThumbnail(png, 16))).toBe(0);
  }
  const kept = at(
    'first',
    'decoded',
    readdirSync(at('first', 'decoded')).find((name) => name.endsWith('.u8'))!,
  );
  const bytes = readFileSync(kept);
  bytes[5]! ^= 1;
  writeFileSync(kept, bytes);
  expect(Buffer.compare((await loadPairs(options)).images.pixels, pairs.images.pixels)).toBe(0);
  const some = await loadPairs({ ...options, limit: 4 });
  expect(some.ids).toEqual(pairs.ids.slice(0, 4));
  expect(some.hash).not.toBe(pairs.hash);
});

it('refuses a damaged or missing shard, and a dataset that is not built', async () => {
  const load = () => loadPairs({ split: 'validation', imageSize: 8, cache: join(home, 'second') });
  const path = at('second', 'validation', '00000.tar');
  writeFileSync(path, readFileSync(path).subarray(0, 2000));
  await expect(load()).rejects.toThrow('is damaged: its bytes are not those of the manifest; run "cliplab data build');
  rmSync(path);
  await expect(load()).rejects.toThrow(`${path} is missing`);
  const nowhere = loadPairs({ split: 'train', imageSize: 8, cache: join(home, 'nowhere') });
  await expect(nowhere).rejects.toThrow('build it with "cliplab data build iconwit"');
});
