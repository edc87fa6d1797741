import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artistHalf } from '../../../lib/datasets/debian/artists.js';
import { buildIconWit, type BuildIconWitOptions } from '../../../lib/datasets/iconwit/buildIconWit.js';
import { readDrawingSets } from '../../../lib/datasets/iconwit/drawingSets.js';
import type { IconWitManifest } from '../../../lib/datasets/iconwit/manifest.js';
import type { IconWitSummary } from '../../../lib/datasets/iconwit/summarize.js';
import { readSamples } from '../../../lib/datasets/tar/readSamples.js';
import { readTar } from '../../../lib/datasets/tar/readTar.js';
import type { SampleRecord } from '../../../lib/datasets/iconwit/writeShards.js';
import { writeTinyCollection } from './tinyCollection.js';

const home = mkdtempSync(join(tmpdir(), 'cliplab-drawings-'));
const modules = writeTinyCollection(home);
const drawings = join(home, 'openclipart');
afterAll(() => rmSync(home, { recursive: true }));

const [trained, other] = (['train', 'heldout'] as const).map((half) =>
  Array.from({ length: 20 }, (_, k) => `Artist ${k}`).find((name) => artistHalf(name) === half)!,
) as [string, string];

function put(path: string, title: string, artist: string, shape: string, keywords: readonly string[] = []): void {
  mkdirSync(dirname(join(drawings, path)), { recursive: true });
  const bag = keywords.map((word) => `<rdf:li>${word}</rdf:li>`).join('');
  writeFileSync(
    join(drawings, path),
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:cc="c" xmlns:dc="d" xmlns:rdf="r" width="90" height="90"><metadata>' +
      `<cc:Work><dc:title>${title}</dc:title><dc:subject><rdf:Bag>${bag}</rdf:Bag></dc:subject><dc:creator><cc:Agent>` +
      `<dc:title>${artist}</dc:title></cc:Agent></dc:creator>` +
      '<cc:license rdf:resource="http://web.resource.org/cc/PublicDomain"/></cc:Work></metadata>' +
      `${shape}</svg>`,
  );
}
const square = (color: string): string => `<path fill="${color}" d="M9 9h30v30H9z"/>`;
const bar = (color: string): string => `<path fill="${color}" d="M9 9h60v20H9z"/>`;

put('shapes/red_square.svg', 'Red Square', trained, square('red'), ['square', 'shape']);
put('shapes/red_bar.svg', 'Red Bar', trained, bar('red'));
put('shapes/copy.svg', 'Red Copy', trained, bar('blue'));
put('shapes/blue_bar.svg', 'Red Bar', other, bar('blue'));
put('shapes/nameless_1.svg', 'fc1', trained, bar('green'));

const build = (cache: string, more: Partial<BuildIconWitOptions> = {}): Promise<IconWitManifest> =>
  buildIconWit({
    modules,
    drawings,
    workers: 1,
    minAuthors: 1,
    imageSize: 32,
    maxFailedShare: 0.2,
    cache: join(home, cache),
    ...more,
  });

describe('Openclipart in IconWIT', () => {
  let manifest: IconWitManifest;
  let records: SampleRecord[];
  beforeAll(async () => {
    manifest = await build('whole');
    const tars = manifest.splits.train.shards.map(({ file }) => readFileSync(join(home, 'whole', 'iconwit', file)));
    records = tars
      .flatMap((tar) => [...readSamples(readTar(tar, 'a shard', ''))])
      .map(({ files }) => JSON.parse(Buffer.from(files.get('json')!).toString()) as SampleRecord);
  });

  it('gives the drawings of one half of the artists to training, and none that shows what the other half has', () => {
    const ids = records.filter(({ set }) => set.startsWith('openclipart')).map(({ id }) => id);
    expect(ids.sort()).toEqual([
      'openclipart:shapes/nameless_1',
      'openclipart:shapes/red_bar',
      'openclipart:shapes/red_square',
    ]);
    expect(manifest.heldOut).toContain('openclipart-heldout');
    const heldOut = JSON.parse(readFileSync(join(home, 'whole', 'iconwit', 'heldout.json'), 'utf8')) as object;
    expect(Object.keys(heldOut)).toContain('openclipart-heldout:shapes/blue_bar');
  });

  it('names each artist, and says the package', () => {
    expect(records.find(({ id }) => id === 'openclipart:shapes/red_square')).toMatchObject({
      ...{ author: trained, license: 'CC-PDDC', source: 'https://openclipart.org', category: 'shapes' },
      captions: ['red square', 'square, shape', 'a drawing of red square', 'shapes'],
    });
    expect(manifest.packages.map(({ name }) => name)).toEqual(['@iconify/json', 'emojibase-data', 'openclipart-svg']);
  });

  it('is counted in the summary as two sets', () => {
    const summary = JSON.parse(readFileSync(join(home, 'whole', 'iconwit', 'summary.json'), 'utf8')) as IconWitSummary;
    const sets = summary.sets.filter(({ kind }) => kind === 'Drawings');
    expect(sets.map(({ prefix, split, rendered, pairs }) => [prefix, split, rendered, pairs])).toEqual([
      ['openclipart', 'train', 4, 3],
      ['openclipart-heldout', 'heldout', 1, 0],
    ]);
    expect(summary.kindsOfThings).toEqual({ kinds: 0, things: 0, pairs: 0 });
  });

  it('can be asked for alone, and is left out where other sets are', async () => {
    const alone = await build('alone', { sets: ['openclipart'] });
    expect(alone.splits.train.pairs).toBe(4);
    const icons = await build('icons', { sets: ['alpha'] });
    expect(icons.packages).toHaveLength(2);
  });
});

it('no artist is on both sides', async () => {
  const [train, heldOut] = await readDrawingSets(drawings);
  const artists = new Set(train!.drawings.map(({ artist }) => artist));
  expect(heldOut!.drawings.filter(({ artist }) => artists.has(artist))).toEqual([]);
  expect([train!.drawings.length, heldOut!.drawings.length]).toEqual([4, 1]);
});
