import { describe, expect, it } from 'vitest';
import { cleanText } from '../../lib/text/cleanText.js';
import { repairText } from '../../lib/text/repairText.js';

describe('repairText', () => {
  it.each([
    ['“curly” ‘single’ can’t', `"curly" 'single' can't`],
    ['cafe\u0301', 'caf\u00e9'],
    ['ﬁne oﬃce ǅ', 'fine office Dž'],
    ['Ｈｅｌｌｏ！ ｶﾞ', 'Hello! ガ'],
    ['a\u0085b \u0091q\u0092', "a…b 'q'"],
    ['esc\x1b[31mred\x1b[0m \x07\u0000bell\ufeff', 'escred bell'],
    ['&amp;amp;eacute; &EACUTE; &unknown;', 'é É &unknown;'],
    ['<b> &amp; </b>', '<b> &amp; </b>'],
    ['schÃ¶n', 'schön'],
  ])('%j becomes %j', (text, repaired) => {
    expect(repairText(text)).toBe(repaired);
  });
});

describe('cleanText', () => {
  it.each([
    ['  Two\u00a0\n\tWORDS\u3000', 'two words'],
    ['<P>Fish &amp;amp; chips &lt;3</P>', '<p>fish & chips <3</p>'],
    ['ΟΔΟΣ İ ẞ', 'οδος i\u0307 ß'],
    ['zero\u200bwidth', 'zero\u200bwidth'],
  ])('%j becomes %j', (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });
});
