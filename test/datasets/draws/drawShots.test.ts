import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawShots, readDraw, writeDraw } from '../../../lib/datasets/draws/drawShots.js';
import { holdOut } from '../../../lib/datasets/draws/holdOut.js';
import type { ImageSplit } from '../../../lib/datasets/imageSplit.js';
import { UserError } from '../../../lib/io/userError.js';

const SHOTS = [1, 2, 4, 8, 16];

interface Labeled {
  name: string;
  classNames: string[];
  train: ImageSplit;
}

/** A dataset with so many images of each class, in the order of `order`. */
function withCounts(counts: readonly number[], order: (k: number) => number = (k) => k): Labeled {
  const all = counts.flatMap((count, c) => Array.from({ length: count }, (_, k) => ({ key: `class${c}_${k}`, c })));
  const images = all.map((image, k) => ({ image, rank: order(k) })).sort((a, b) => a.rank - b.rank);
  return {
    name: 'some',
    classNames: counts.map((_, c) => `class ${c}`),
    train: {
      keys: images.map(({ image }) => image.key),
      labels: Int32Array.from(images, ({ image }) => image.c),
      sha256: 'hash',
      read: () => expect.unreachable() as never,
    },
  };
}

const counts = fc.array(fc.integer({ min: 16, max: 40 }), { minLength: 1, maxLength: 6 });
const seeds = fc.integer({ min: 0, max: 1000 });

describe('draws', () => {
  it('are balanced, of different images, and nested', () => {
    fc.assert(
      fc.property(counts, seeds, (sizes, seed) => {
        const dataset = withCounts(sizes);
        const draws = SHOTS.map((shots) => drawShots(dataset, shots, seed));
        draws.forEach(({ positions }, d) => {
          expect(new Set(positions).size).toBe(positions.length);
          for (let c = 0; c < sizes.length; c++)
            expect(positions.filter((k) => dataset.train.labels[k] === c).length).toBe(SHOTS[d]);
          const more = new Set(draws[d + 1]?.positions ?? positions);
          expect(positions.every((k) => more.has(k))).toBe(true);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('are others for another seed, and the same whatever order the images come in', () => {
    fc.assert(
      fc.property(counts, seeds, fc.integer({ min: 1, max: 1e6 }), (sizes, seed, shuffle) => {
        const plain = withCounts(sizes);
        const mixed = withCounts(sizes, (k) => Math.sin(shuffle * (k + 1)));
        const [a, b] = [drawShots(plain, 8, seed), drawShots(mixed, 8, seed)];
        expect(b.sha256).toBe(a.sha256);
        expect(Array.from(b.positions, (k) => mixed.train.keys[k])).toEqual(
          Array.from(a.positions, (k) => plain.train.keys[k]),
        );
        expect(drawShots(plain, 8, seed + 1).sha256).not.toBe(a.sha256);
      }),
      { numRuns: 50 },
    );
  });

  it('stay what they are: a change of the rule would make results of different days differ', () => {
    const { positions, sha256 } = drawShots(withCounts([20, 20]), 2, 1);
    expect([[...positions], sha256.slice(0, 8)]).toEqual([[8, 19, 22, 26], 'e49f9d35']);
  });

  it('name a class that has too few images', () => {
    expect(() => drawShots(withCounts([20, 3]), 4, 0)).toThrow(
      'some has 3 training images of "class 1" and 4 are to be drawn; draw fewer, or leave some out.',
    );
    for (const shots of [0, -1, 1.5, NaN])
      expect(() => drawShots(withCounts([20]), shots, 0)).toThrow('Shots are a whole number');
    expect(() => drawShots(withCounts([20]), 1, NaN)).toThrow(UserError);
  });

  it('are files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cliplab draws '));
    const path = join(folder, 'draw.json');
    const dataset = withCounts([20, 20]);
    const draw = drawShots(dataset, 4, 7);
    await writeDraw(path, draw, dataset);
    expect(await readDraw(path, dataset)).toEqual(draw);
    const text = await readFile(path, 'utf8');
    for (const [broken, message] of [
      [text.slice(0, 50), 'is no draw'],
      ['[]', 'is no draw'],
      [JSON.stringify({ ...JSON.parse(text), seed: '7' }), 'is no draw'],
      [JSON.stringify({ ...JSON.parse(text), shots: 0, keys: [] }), 'is no draw'],
      [text.replace('class0', 'class7'), 'its hash is not that of its keys'],
    ] as const) {
      await writeFile(path, broken);
      await expect(readDraw(path, dataset)).rejects.toThrow(message);
    }
    await writeFile(path, text);
    await expect(readDraw(path, withCounts([1, 1]))).rejects.toThrow('which is no training image here');
    await writeDraw(path, { ...draw, shots: 3 }, dataset);
    await expect(readDraw(path, dataset)).rejects.toThrow('should draw 3 different images of every class');
    await expect(readDraw(join(folder, 'none.json'), dataset)).rejects.toThrow('is missing');
    const beyond = { ...draw, positions: Int32Array.of(-1) };
    await expect(writeDraw(path, beyond, dataset)).rejects.toThrow('the position of a drawn image');
  });
});

it('a part is held out of every class alike, and no image is in both', () => {
  fc.assert(
    fc.property(counts, (sizes) => {
      const { train } = withCounts(sizes);
      const { held, rest } = holdOut(train, 0.25, 'validation');
      expect([...held.keys, ...rest.keys].sort()).toEqual([...train.keys].sort());
      sizes.forEach((size, c) => {
        expect(held.labels.filter((label) => label === c).length).toBe(Math.round(size / 4));
      });
      expect(held.sha256).not.toBe(rest.sha256);
    }),
    { numRuns: 30 },
  );
});
