import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mendMojibake } from '../../lib/text/mendMojibake.js';
import { WINDOWS_1252 } from '../../lib/text/windows1252.js';

/** UTF-8 read as Windows-1252. */
const misread = (text: string): string =>
  Array.from(Buffer.from(text, 'utf8'), (byte) =>
    byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte),
  ).join('');

const sound = [
  'Über den Wolken – «schön» „gut“',
  'Où est la bibliothèque ? Voilà… l’été, « déjà vu », 5 €',
  '¿El niño comió piñata? ¡Sí! Ángel É',
  'Zażółć gęślą jaźń',
  'Привет, как дела? Ёлка',
  'Ελληνικά: καλημέρα',
  "Türkçe: İstanbul'da çok güzel şeyler",
  'שלום עולם مرحبا بالعالم',
  '日本語のテキスト、東京タワー 中文：你好 한국어',
  'Íslenska þetta er, Ångström Åsa Öl æøå',
  '100 µm × 5 Å ± 2 °C ½ © ® ™',
  'Smile 😀🎉 dog’s',
];

describe('mendMojibake', () => {
  it.each(sound)('%s stays, and comes back when it was misread once, twice or as Latin-1', (text) => {
    expect(mendMojibake(text)).toBe(text);
    expect(mendMojibake(misread(text))).toBe(text);
    expect(mendMojibake(misread(misread(text)))).toBe(text);
    expect(mendMojibake(Buffer.from(text, 'utf8').toString('latin1'))).toBe(text);
  });

  it.each([
    ['a sound “quotation” and cafÃ© â€¦', 'a sound “quotation” and café …'],
    ['résumé ÐºÐ°Ðº', 'résumé как'],
    ['É»', 'É»'],
    ['là“” «été…»', 'là“” «été…»'],
    ['“Ã” Ã…', '“Ã” Ã…'],
    ['Ã', 'Ã'],
  ])('%j becomes %j', (text, mended) => {
    expect(mendMojibake(text)).toBe(mended);
  });

  it('leaves ASCII alone, ends on any text, and has nothing more to do after', () => {
    const unit = fc.constantFrom(...'aÃÂâ€ðŸ˜Ð©¥»\x80\x9f\xa0é中', ...WINDOWS_1252);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const mended = mendMojibake(text);
        expect(mendMojibake(mended)).toBe(mended);
        expect(mended.length).toBeLessThanOrEqual(text.length);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => mendMojibake(text) === text));
  });
});
