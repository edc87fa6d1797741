import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../lib/datasets/iconwit/candidates.js';
import { isSkinTone, selectPairs, type SelectPairsOptions } from '../../../lib/datasets/iconwit/selectPairs.js';
import { createRandom } from '../../../lib/engine/random.js';
import { candidate } from './candidate.js';

const OPTIONS: SelectPairsOptions = { perQuery: 4, minAuthors: 2, bigramBits: 99, perName: 2, skinToneShare: 0 };
const select = (candidates: readonly Candidate[], options: Partial<SelectPairsOptions> = {}, seed = 1) =>
  selectPairs(candidates, { ...OPTIONS, ...options }, new Set(), createRandom(seed));
const ids = (pairs: readonly Candidate[]): string[] => pairs.map((pair) => pair.id);

const drawings = fc
  .uniqueArray(
    fc.record({
      set: fc.constantFrom('one', 'two', 'three', 'four'),
      number: fc.nat(30),
      caption: fc.constantFrom('cat', 'cat red', 'dog', 'dog red', 'home'),
      split: fc.constantFrom('train', 'train', 'train', 'validation', 'heldout'),
      pixels: fc.nat(25),
    }),
    { selector: ({ set, number }) => `${set}:${number}`, maxLength: 50 },
  )
  .map((all) =>
    all.map(({ set, number, caption, split, pixels }) =>
      candidate({ set, name: `${number}`, caption, split: split as Candidate['split'], pixelHash: `p${pixels}` }),
    ),
  );

describe('selectPairs', () => {
  it('does not depend on the order of candidates, but on the seed', () => {
    fc.assert(
      fc.property(drawings, fc.nat(9), (given, seed) => {
        const shuffled = createRandom(seed + 77).shuffle([...given]);
        expect(ids(select(shuffled, {}, seed).train)).toEqual(ids(select(given, {}, seed).train));
      }),
    );
    const many = Array.from({ length: 30 }, (_, k) => candidate({ set: k % 2 ? 'one' : 'two', name: `cat ${k}` }));
    expect(ids(select(many, {}, 1).train)).not.toEqual(ids(select(many, {}, 2).train));
  });

  it('lets no image of another split into training, nor of a held-out set into validation', () => {
    fc.assert(
      fc.property(drawings, (given) => {
        const { train, validation } = select(given);
        const pixels = (split: string) => new Set(given.filter((c) => c.split === split).map((c) => c.pixelHash));
        for (const { pixelHash } of train) {
          expect(pixels('heldout').has(pixelHash) || pixels('validation').has(pixelHash)).toBe(false);
        }
        for (const { pixelHash } of validation) expect(pixels('heldout').has(pixelHash)).toBe(false);
      }),
    );
  });

  it('keeps every limit, and counts each candidate it leaves out once', () => {
    fc.assert(
      fc.property(drawings, (given) => {
        const { train, validation, removed, queries } = select(given);
        const most = (keys: readonly string[]): number =>
          Math.max(0, ...new Set(keys.map((key) => keys.filter((other) => other === key).length)));
        expect(most(train.map((pair) => pair.query))).toBeLessThanOrEqual(OPTIONS.perQuery);
        expect(most(train.map((pair) => `${pair.set.prefix} ${pair.captions[0]}`))).toBeLessThanOrEqual(
          OPTIONS.perName,
        );
        expect(most(train.map((pair) => `${pair.pixelHash} ${pair.captions[0]}`))).toBeLessThanOrEqual(1);
        for (const { query } of train) expect(queries.has(query)).toBe(true);
        const of = (split: string): number => given.filter((c) => c.split === split).length;
        const sum = (counts: object): number => (Object.values(counts) as number[]).reduce((a, b) => a + b, 0);
        expect(train.length + sum(removed.train)).toBe(of('train'));
        expect(validation.length + sum(removed.validation)).toBe(of('validation'));
      }),
    );
  });

  it('asks designers of training alone for queries', () => {
    const pairs = [
      candidate({ set: 'one', name: 'cat' }),
      candidate({ set: 'two', name: 'cat', split: 'heldout' }),
      candidate({ set: 'three', name: 'cat', split: 'validation' }),
    ];
    const { queries, train, validation, removed } = select(pairs);
    expect([...queries]).toEqual([]);
    expect([train.length, removed.train.noQuery]).toEqual([0, 1]);
    expect(ids(validation)).toEqual(['three:cat']);
  });

  it('keeps about the share of skin tones that is asked for', () => {
    const tones = Array.from({ length: 2000 }, (_, k) =>
      candidate({ set: `s${k % 50}`, name: `hand-${k}-dark-skin-tone`, caption: `hand ${k}` }),
    );
    const options = { perQuery: Infinity, perName: Infinity };
    expect(select(tones, options).train.length).toBe(0);
    const kept = select(tones, { ...options, skinToneShare: 0.1 }).train.length;
    expect(Math.abs(kept - 200)).toBeLessThan(5 * Math.sqrt(2000 * 0.1 * 0.9));
  });
});

it('isSkinTone knows both spellings and nothing else', () => {
  const names = ['hand-light-skin-tone', 'hand-tone5', 'tone1', 'tone6', 'ringtone', 'milestone2', 'skin-tone'];
  expect(names.filter(isSkinTone)).toEqual(['hand-light-skin-tone', 'hand-tone5', 'tone1', 'skin-tone']);
});
