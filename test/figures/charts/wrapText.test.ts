import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plain, wrapText } from '../../../lib/figures/charts/wrapText.js';

const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 15 });

it('keeps every word in order, lines no longer than asked unless one word is, and none shorter than need be', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 30 }), (given, width) => {
      const lines = wrapText(given.join(' '), width);
      expect(lines.join(' ')).toBe(given.join(' '));
      lines.forEach((line, k) => {
        if (line.includes(' ')) expect(line.length).toBeLessThanOrEqual(width);
        const next = lines[k + 1]?.split(' ')[0];
        if (next !== undefined) expect(`${line} ${next}`.length).toBeGreaterThan(width);
      });
    }),
  );
});

it('plain leaves no character that a browser or Plotly would read as markup', () => {
  expect(plain('a <b>&amp; c</b>')).toBe('a &lt;b&gt;&amp;amp; c&lt;/b&gt;');
});
