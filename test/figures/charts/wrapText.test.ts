import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textWidth } from '../../../lib/figures/charts/textWidth.js';
import { plain, shorten, wrapText } from '../../../lib/figures/charts/wrapText.js';

const SIZE = 12;
const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 15 });

it('keeps every word in order where words fit, no line wider than asked, and none shorter than need be', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 150, max: 400 }), (given, width) => {
      const lines = wrapText(given.join(' '), width, { size: SIZE });
      expect(lines.join(' ')).toBe(given.join(' '));
      lines.forEach((line, k) => {
        expect(textWidth(line, SIZE)).toBeLessThanOrEqual(width);
        const next = lines[k + 1]?.split(' ')[0];
        if (next !== undefined) expect(textWidth(`${line} ${next}`, SIZE)).toBeGreaterThan(width);
      });
    }),
  );
});

it('breaks a word that is too long for a line, at its seams where it has some, and loses nothing of it', () => {
  expect(wrapText('fluent-emoji-high-contrast', 90, { size: SIZE })).toEqual(['fluent-emoji-', 'high-contrast']);
  expect(wrapText('FacialEmotionRecognition2013', 120, { size: SIZE })).toEqual(['FacialEmotion', 'Recognition2013']);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.integer({ min: 20, max: 200 }), (text, width) => {
      const lines = wrapText(text, width, { size: SIZE });
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      for (const line of lines) expect(textWidth(line, SIZE)).toBeLessThanOrEqual(width);
    }),
  );
});

it('says by an ellipsis that lines are left out', () => {
  const lines = wrapText('one two three four five six seven', 60, { size: SIZE, most: 2 });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/…$/);
  expect(shorten('short', 60, SIZE)).toBe('short');
  expect(shorten('x'.repeat(50), 60, SIZE)).toMatch(/^x{5,10}…$/);
  expect(textWidth(lines[1]!, SIZE)).toBeLessThanOrEqual(60);
});

it('plain leaves no character that a browser or Plotly would read as markup', () => {
  expect(plain('a <b>&amp; c</b>')).toBe('a &lt;b&gt;&amp;amp; c&lt;/b&gt;');
});
