import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitByClass } from '../../../lib/datasets/suite/splitByClass.js';
import { SPLIT_NAMES, type SourceImage } from '../../../lib/datasets/suite/taskSource.js';
import { createRandom } from '../../../lib/engine/random.js';

const PER_CLASS = { train: 4, validation: 2, test: 6 };
const images = fc
  .array(fc.nat(3), { maxLength: 60 })
  .map((labels) => labels.map((label, k): SourceImage => ({ key: `k${k}`, label, pixels: new Uint8Array() })));
const keys = (given: readonly SourceImage[]): string[] => given.map(({ key }) => key);

it('parts each class without overlap: the full numbers where it is large enough, all of it in proportion where not', () => {
  fc.assert(
    fc.property(images, fc.nat(), (given, seed) => {
      const splits = splitByClass(given, PER_CLASS, createRandom(seed));
      const all = SPLIT_NAMES.flatMap((split) => keys(splits[split]));
      expect(new Set(all).size).toBe(all.length);
      for (const label of new Set(given.map((image) => image.label))) {
        const total = given.filter((image) => image.label === label).length;
        const counts = SPLIT_NAMES.map((split) => splits[split].filter((image) => image.label === label).length);
        if (total >= 12) expect(counts).toEqual([4, 2, 6]);
        else {
          const [train, validation] = [Math.floor((4 * total) / 12), Math.floor((2 * total) / 12)];
          expect(counts).toEqual([train, validation, total - train - validation]);
        }
      }
    }),
  );
});

it('draws by the seed', () => {
  const given = Array.from({ length: 40 }, (_, k): SourceImage => ({
    key: `${k}`,
    label: 0,
    pixels: new Uint8Array(),
  }));
  const draw = (seed: number): string[] => keys(splitByClass(given, PER_CLASS, createRandom(seed)).test);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
