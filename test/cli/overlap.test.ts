import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { selectImages } from '../../lib/image/selectImages.js';
import { registerOverlap } from '../../lib/cli/overlap.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { distortImages } from '../../lib/apps/nearDuplicates/distortImages.js';
import { NEAR_DUPLICATES } from '../../lib/apps/nearDuplicates/detectorRecipe.js';
import type { ImageBatch } from '../../lib/image/imageBatch.js';
import { encodePng } from '../../lib/image/decode/encodePng.js';
import { drawings } from '../apps/nearDuplicates/drawings.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerOverlap);
const run = (...args: string[]): Promise<unknown> => line.run('overlap', ...args);

let first: string;
let second: string;

async function write(prefix: string, { count, height, width, pixels }: ImageBatch): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `cliplab ${prefix} `));
  const size = height * width * 3;
  for (let k = 0; k < count; k++)
    await writeFile(
      join(folder, `${prefix}${k}.png`),
      await encodePng(pixels.subarray(k * size, (k + 1) * size), width, height),
    );
  return folder;
}

beforeAll(async () => {
  // Of five drawings, the second folder holds the first three as JPEGs.
  const images = drawings(5, 64, createRandom(5));
  const gentle = {
    ...NEAR_DUPLICATES.takenOver,
    scale: [1, 1],
    aspect: 0,
    rescaledTo: [1, 1],
    colorJitter: 0,
  } as const;
  const copies = await distortImages(selectImages(images, [0, 1, 2]), 64, gentle, createRandom(6));
  const others = drawings(4, 64, createRandom(77));
  first = await write('a', images);
  second = await write('b', {
    ...copies,
    count: 7,
    pixels: Uint8Array.from([...copies.pixels, ...others.pixels]),
  });
});

it('lists the images of one folder that have a copy in the other, as CSV or as JSON', async () => {
  await run(first, second);
  const lines = line.printed.trim().split('\n');
  expect(lines[0]).toBe('a,b,similarity');
  expect(
    lines
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).join())
      .sort(),
  ).toEqual(['a0.png,b0.png', 'a1.png,b1.png', 'a2.png,b2.png']);

  const out = join(await mkdtemp(join(tmpdir(), 'cliplab out ')), 'pairs.json');
  line.printed = '';
  await run(first, second, '--json', '--out', out, '--threshold', '-1');
  expect(line.printed).toBe('');
  const { images, overlapping, threshold, pairs } = JSON.parse(await readFile(out, 'utf8')) as {
    images: number;
    overlapping: number;
    threshold: number;
    pairs: { similarity: number }[];
  };
  expect({ images, overlapping, threshold }).toEqual({ images: 5, overlapping: 5, threshold: -1 });
  const similarities = pairs.map(({ similarity }) => similarity);
  expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
});

it('takes a task of the suite by name, and a folder that holds no copy gives a table without rows', async () => {
  await run(first, 'objects');
  expect(line.printed).toBe('a,b,similarity\n');
});

it('takes a split of a dataset, and says where to get one that is not here', async () => {
  const { train } = await loadTask('objects');
  const size = train.images.height * train.images.width * 3;
  const taken = await write('c', { ...train.images, count: 3, pixels: train.images.pixels.subarray(0, 3 * size) });
  await run(taken, 'objects:train');
  const lines = line.printed.trim().split('\n').slice(1);
  expect(lines.map((line) => line.split(',').slice(0, 2).join()).sort()).toEqual(
    [0, 1, 2].map((k) => `c${k}.png,${train.keys[k]}`),
  );
  vi.stubEnv('HF_HUB_OFFLINE', '1');
  await expect(run(first, 'CIFAR-10')).rejects.toThrow(/CIFAR10 is not here.*get it from/s);
});

it('says in one sentence what is wrong', async () => {
  await expect(run(first)).rejects.toThrow('overlap compares two folders of images, found 1');
  await expect(run(first, '/nowhere')).rejects.toThrow('/nowhere cannot be read as a folder of images');
  await expect(run(first, second, '--threshold', 'high')).rejects.toThrow(
    '--threshold high is not a similarity from -1 to 1',
  );
  await expect(run(first, '--suite')).rejects.toThrow('take no folders');
  await expect(run('--suite')).rejects.toThrow(/cliplab data build iconwit/);
});
