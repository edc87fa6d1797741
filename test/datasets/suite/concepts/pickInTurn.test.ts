import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pickInTurn, type ConceptDrawing } from '../../../../lib/datasets/suite/concepts/conceptDrawings.js';
import { createRandom } from '../../../../lib/engine/random.js';

const drawing = (prefix: string, icon: string, kin = `${prefix}:${icon}`): ConceptDrawing =>
  ({ icons: { set: { prefix } }, icon, label: 0, kin }) as unknown as ConceptDrawing;

it('takes as many as there are, each once, the same for the same seed', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9)), { selector: (key) => key.join() }),
      fc.nat(30),
      fc.nat(),
      (keys, count, seed) => {
        const all = keys.map(([set, icon]) => drawing(set, String(icon)));
        const picked = pickInTurn(all, count, createRandom(seed));
        expect(picked.length).toBe(Math.min(count, all.length));
        expect(new Set(picked).size).toBe(picked.length);
        expect(pickInTurn(all, count, createRandom(seed))).toEqual(picked);
      },
    ),
  );
});

it('no set has two more than another that still has drawings', () => {
  const all = [...'aaaaaaaaab'].map((set, k) => drawing(set, String(k)));
  all.push(...Array.from({ length: 4 }, (_, k) => drawing('c', String(k))));
  const counts = (picked: readonly ConceptDrawing[], set: string): number =>
    picked.filter(({ icons }) => icons.set.prefix === set).length;
  const picked = pickInTurn(all, 7, createRandom(3));
  expect(['a', 'b', 'c'].map((set) => counts(picked, set))).toEqual([3, 1, 3]);
});

it('a set shows another subject before it repeats one', () => {
  const all = [drawing('a', '1', 'x'), drawing('a', '2', 'x'), drawing('a', '3', 'x'), drawing('a', '4', 'y')];
  for (let seed = 0; seed < 20; seed++) {
    const kin = pickInTurn(all, 2, createRandom(seed)).map((one) => one.kin);
    expect(new Set(kin)).toEqual(new Set(['x', 'y']));
  }
});
