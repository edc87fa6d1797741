import { decodeHTML } from 'entities';

const LIGATURES: Readonly<Record<string, string>> = {
  Ĳ: 'IJ',
  ĳ: 'ij',
  ŉ: "'n",
  Ǆ: 'DŽ',
  ǅ: 'Dž',
  ǆ: 'dž',
  Ǉ: 'LJ',
  ǈ: 'Lj',
  ǉ: 'lj',
  Ǌ: 'NJ',
  ǋ: 'Nj',
  ǌ: 'nj',
  Ǳ: 'DZ',
  ǲ: 'Dz',
  ǳ: 'dz',
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'ſt',
  ﬆ: 'st',
};
const LIGATURE = new RegExp(`[${Object.keys(LIGATURES).join('')}]`, 'gu');

// eslint-disable-next-line no-control-regex -- they are what is looked for
const TERMINAL_ESCAPE = /\x1b\[[\d;]*[a-zA-Z]/gu;
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]/gu;
const C1_CONTROL = /[\x80-\x9f]/gu;
const HALF_OR_FULL_WIDTH = /[\u3000\uff01-\uffef]/gu;
const SINGLE_QUOTE = /[\u02bc\u2018-\u201b]/gu;
const DOUBLE_QUOTE = /[\u201c-\u201f]/gu;
const ENTITY = /&#?[0-9A-Za-z]{1,24};/gu;
const NOTHING_TO_REPAIR = /^[\t\n\r\x20-\x25\x27-\x7e]*$/u;

/** Windows-1252 from 0x80 to 0x9f, the five unused places kept as controls. (Node 20's own decoder reads them as Latin-1.) */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** `&EACUTE;` is no entity, but whoever upper-cased the text meant `&eacute;`. */
function decodeEntity(entity: string): string {
  const text = decodeHTML(entity);
  if (text !== entity || entity !== entity.toUpperCase()) return text;
  const lower = decodeHTML(entity.toLowerCase());
  return lower.startsWith('&') ? entity : lower.toUpperCase();
}

/**
 * What openai/CLIP's cleaning gets from `ftfy.fix_text`, but for one part: entities in text without tags, Windows-1252
 * characters read as controls, ligatures, full and half width forms, curly quotes, terminal escapes, control characters,
 * and Unicode's composed form. Left out is ftfy's guessing of mojibake (UTF-8 read in another encoding, "schÃ¶n"): such
 * text stays broken.
 */
export function repairText(text: string): string {
  if (NOTHING_TO_REPAIR.test(text)) return text;
  const withTags = text.includes('<');
  let repaired = text;
  for (let before = ''; before !== repaired;) {
    before = repaired;
    if (!withTags) repaired = repaired.replace(ENTITY, decodeEntity);
    repaired = repaired
      .replace(C1_CONTROL, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80))
      .replace(LIGATURE, (c) => LIGATURES[c] as string)
      .replace(HALF_OR_FULL_WIDTH, (c) => c.normalize('NFKC'))
      .replace(SINGLE_QUOTE, "'")
      .replace(DOUBLE_QUOTE, '"')
      .replace(TERMINAL_ESCAPE, '')
      .replace(CONTROL, '')
      .normalize('NFC');
  }
  return repaired;
}
