import { describe, expect, it } from 'vitest';
import type { CSearch, SearchStep } from '../../../lib/eval/probe/searchC.js';
import { undecidedC } from '../../../lib/eval/probe/undecidedC.js';

/** A search whose fits have these scores. */
function search(scores: Readonly<Record<string, number>>, gaveUp: readonly number[] = []): CSearch {
  const trace: SearchStep[] = Object.entries(scores).map(([log10C, score]) => ({
    ...{ log10C: Number(log10C), spacingDecades: 2, score, iterations: 9, gaveUp: gaveUp.includes(Number(log10C)) },
  }));
  const best = trace.reduce((one, other) => (other.score > one.score ? other : one));
  return { C: 10 ** best.log10C, trace };
}

describe('a search for C', () => {
  const peaked = { '-6': 0.1, '-4': 0.3, '-2': 0.5, '-1': 0.7, '0': 0.8, '1': 0.78, '2': 0.6, '4': 0.5, '6': 0.4 };

  it('has decided where scores two decades apart differ by more than an image', () => {
    expect(undecidedC(search(peaked), 100)).toBeNull();
    // One image of five is a fifth: fits from -1 to 2 are within it.
    expect(undecidedC(search(peaked), 5)).toBe('flat');
  });

  it('is flat from two decades on, and by one image exactly', () => {
    expect(undecidedC(search({ '-2': 0.7, '0': 0.8, '2': 0.1 }), 10)).toBe('flat');
    expect(undecidedC(search({ '-2': 0.69, '0': 0.8, '2': 0.1 }), 10)).toBeNull();
    expect(undecidedC(search({ '-1': 0.8, '0.875': 0.81, '4': 0.1 }), 10)).toBeNull();
  });

  it('hears nothing from fits that were given up', () => {
    expect(undecidedC(search({ '-2': 0.75, '0': 0.8, '2': 0.1 }, [-2]), 10)).toBeNull();
  });

  it('has not decided where the best is at an end', () => {
    expect(undecidedC(search({ '0': 0.2, '5': 0.3, '6': 0.9 }), 1000)).toBe('at the end');
    expect(undecidedC(search({ '-6': 0.9, '-5': 0.3, '0': 0.2 }), 1000)).toBe('at the end');
  });

  it('wants the number of images', () => {
    expect(() => undecidedC(search(peaked), 0)).toThrow('the number of validation images is 0');
  });
});
