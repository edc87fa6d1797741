import { describe, expect, it } from 'vitest';
import { HELD_OUT_SETS, splitOfSet, VALIDATION_SETS } from '../../../lib/datasets/iconwit/heldOutSets.js';
import { readStatistics } from '../../../lib/datasets/iconwit/readStatistics.js';

/** Companies whose sets for interfaces stay in training, though the suite has their emoji. */
const OF_SEVERAL_HANDS = ['Google Inc', 'Google', 'Microsoft Corporation', 'Icons8', 'creativeLabs Łukasz Holeczek'];

describe('what is held out', () => {
  it('is listed once, with its reason, and never for validation too', () => {
    const prefixes = [...HELD_OUT_SETS, ...VALIDATION_SETS].map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const { reason } of HELD_OUT_SETS) expect(reason).toMatch(/\w{3}/);
  });

  it.each([
    'openmoji',
    'game-icons',
    'glyphs',
    'clarity',
    'streamline',
    'streamline-emojis',
    'guidance',
    'covid',
    'wi',
  ])('%s is', (prefix) => expect(splitOfSet(prefix)).toBe('heldout'));

  it('is all that its designers have in the collection', async () => {
    const { summary } = await readStatistics();
    const { sets } = summary;
    const heldOut = new Set(sets.filter(({ split }) => split === 'heldout').map(({ author }) => author));
    for (const author of OF_SEVERAL_HANDS) heldOut.delete(author);
    const left = sets.filter(
      ({ split, author, kind }) => split !== 'heldout' && kind !== 'Drawings' && heldOut.has(author),
    );
    expect(left.map(({ prefix, author }) => `${prefix} by ${author}`)).toEqual([]);
  });
});
