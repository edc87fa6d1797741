import { decodeHTML } from 'entities';
import { mendMojibake } from './mendMojibake.js';
import { WINDOWS_1252 } from './windows1252.js';

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

/** `&EACUTE;` is no entity, but whoever upper-cased the text meant `&eacute;`. */
function decodeEntity(entity: string): string {
  const text = decodeHTML(entity);
  if (text !== entity || entity !== entity.toUpperCase()) return text;
  const lower = decodeHTML(entity.toLowerCase());
  return lower.startsWith('&') ? entity : lower.toUpperCase();
}

/**
 * What openai/CLIP's cleaning gets from `ftfy.fix_text`: entities in text without tags, mojibake (see `mendMojibake`),
 * Windows-1252 characters read as controls, ligatures, full and half width forms, curly quotes, terminal escapes,
 * control characters, and Unicode's composed form. ftfy's guess at mojibake goes further in three ways that are left
 * out: other encodings than Windows-1252 and Latin-1 (Windows-1250, -1251, -1253, -1254, -1257, ISO 8859-2, MacRoman,
 * code page 437), bytes that were lost on the way (a no-break space that became a blank, a question mark for a lost
 * letter), and its weighing of how odd letters look together.
 */
export function repairText(text: string): string {
  if (NOTHING_TO_REPAIR.test(text)) return text;
  const withTags = text.includes('<');
  let repaired = text;
  for (let before = ''; before !== repaired;) {
    before = repaired;
    if (!withTags) repaired = repaired.replace(ENTITY, decodeEntity);
    repaired = mendMojibake(repaired)
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
