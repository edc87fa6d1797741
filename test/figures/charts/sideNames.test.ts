import { expect, it } from 'vitest';
import { sideNames } from '../../../lib/figures/charts/sideNames.js';
import { textWidth } from '../../../lib/figures/charts/textWidth.js';

it('names have a margin that follows the longest, and heights that follow their lines', () => {
  const short = sideNames(['Birds', 'Food']);
  const long = sideNames(['Birds', 'Things of house and office']);
  expect(short.texts).toEqual(['Birds', 'Food']);
  expect(long.margin - short.margin).toBeGreaterThan(100);
  const { heights, lines } = sideNames(['Birds', 'word '.repeat(30), '<b>'], 120);
  expect(lines[1]).toHaveLength(3);
  expect(heights[1]).toBe(3 * heights[0]!);
  for (const line of lines[1]!) expect(textWidth(line, 13)).toBeLessThanOrEqual(120);
});

it('brackets are not torn where the name before them is a line', () => {
  expect(sideNames(['Captioned pictures (Hateful Memes)'], 170).texts).toEqual([
    'Captioned pictures<br>(Hateful Memes)',
  ]);
  expect(sideNames(['Birds (Birdsnap)', 'a (b'], 170).texts).toEqual(['Birds (Birdsnap)', 'a (b']);
  expect(sideNames([''], 170).texts).toEqual(['']);
});
