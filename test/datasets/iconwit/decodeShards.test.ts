import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { decodeShards } from '../../../lib/datasets/iconwit/decodeShards.js';
import type { Shard } from '../../../lib/datasets/iconwit/manifest.js';
import { writeTar } from '../../../lib/datasets/tar/writeTar.js';
import { encodePng } from '../../../lib/image/decode/encodePng.js';
import { sha256 } from '../../../lib/io/sha256.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-shards-'));
mkdirSync(join(folder, 'train'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A shard of `count` gray images, each of its number's level; some with a broken image or record. */
async function shard(count: number, broken: readonly number[]): Promise<Shard> {
  const files = [];
  for (let k = 0; k < count; k++) {
    const png = await encodePng(new Uint8Array(4 * 4 * 3).fill(k), 4, 4);
    files.push({ name: `${k}.png`, data: broken.includes(k) ? png.subarray(0, 20) : png });
    files.push({
      name: `${k}.json`,
      data: Buffer.from(JSON.stringify({ id: `a:${k}`, set: 'a', captions: [`${k}`] })),
    });
  }
  const tar = writeTar(files);
  const file = `train/${count}-${broken.join('-')}.tar`;
  writeFileSync(join(folder, file), tar);
  return { file, pairs: count, bytes: tar.length, sha256: sha256(tar) };
}

it('leaves out samples that cannot be read, closing the gaps, and counts them', async () => {
  const { images, ids, captions, skipped } = await decodeShards(folder, [await shard(200, [3, 150])], 4, 200);
  expect([skipped, images.count, images.pixels.length]).toEqual([2, 198, 198 * 48]);
  expect(ids).toEqual(Array.from({ length: 200 }, (_, k) => `a:${k}`).filter((_, k) => k !== 3 && k !== 150));
  ids.forEach((id, n) => {
    const level = Number(id.slice(2));
    expect([...images.pixels.subarray(n * 48, n * 48 + 48)].every((x) => x === level)).toBe(true);
    expect(captions[n]).toEqual([String(level)]);
  });
});

it('reads over the ends of shards and stops at the count', async () => {
  const shards = [await shard(3, []), await shard(5, [])];
  const { ids } = await decodeShards(folder, shards, 4, 5);
  expect(ids).toEqual(['a:0', 'a:1', 'a:2', 'a:0', 'a:1']);
});

it('calls a dataset broken when more than one sample in a hundred is', async () => {
  const shards = [await shard(100, [1, 2])];
  await expect(decodeShards(folder, shards, 4, 100)).rejects.toThrow('2 of 100 samples cannot be read, more than 1 %');
});
