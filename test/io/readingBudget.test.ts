import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReadingBudget, READING_LIMITS } from '../../lib/io/readingBudget.js';

afterEach(() => vi.unstubAllEnvs());

describe('a budget', () => {
  it('adds up what is taken and refuses the byte above its limit', () => {
    const budget = createReadingBudget('x.tar', 'json');
    budget.takeBytes(READING_LIMITS.json.bytes);
    expect(() => budget.takeBytes(1)).toThrow(/^x\.tar asks for 67108865 bytes, where at most 67108864 bytes are read/);
  });

  it.each([-1, NaN, Infinity, 0.5, 2 ** 60])('a length of %s is refused as damage', (count) => {
    expect(() => createReadingBudget('x.tar', 'dataset').takeBytes(count)).toThrow(/x\.tar claims a length of/);
    expect(() => createReadingBudget('x.tar', 'dataset').takeEntries(count)).toThrow(/x\.tar (claims|has)/);
  });

  it('entries, depth and seconds have limits too', () => {
    const budget = createReadingBudget('x', 'image', { entries: 2, depth: 3, seconds: -1 });
    expect(() => budget.checkTime()).toThrow(/read for 0 seconds/);
    budget.checkDepth(3);
    expect(() => budget.checkDepth(4)).toThrow(/x nests 4 levels deep, where at most 3/);
    expect(() => budget.takeEntries(3)).toThrow(/x has 3 entries/);
  });

  it('a factor of the environment multiplies every limit, and a wrong one is named', () => {
    vi.stubEnv('CLIPLAB_READING_LIMITS', '4');
    const budget = createReadingBudget('x', 'json');
    budget.takeBytes(4 * READING_LIMITS.json.bytes);
    expect(budget.limits.depth).toBe(4 * READING_LIMITS.json.depth);
    vi.stubEnv('CLIPLAB_READING_LIMITS', 'many');
    expect(() => createReadingBudget('x', 'json')).toThrow(/CLIPLAB_READING_LIMITS is "many"/);
  });
});
