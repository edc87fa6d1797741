import { decodeHTML } from 'entities';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { repairText } from './repairText.js';

/** What `str.isspace` and `\s` mean in Python, as the inside of a character class (JavaScript's `\s` differs). */
export const PYTHON_WHITESPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/**
 * Anything but ASCII without entities and controls, with single blanks between words: that has only its case to lower.
 */
const NEEDS_WORK = /[^ -%'-~]| {2}|^ | $/u;

const SPACES = new RegExp(`[${PYTHON_WHITESPACE}]+`, 'gu');

/**
 * CLIP's cleaning: broken text repaired, HTML entities unescaped twice, runs of white space made one blank, ends
 * trimmed, lower case.
 * @throws UserError where it is no string
 * @example
 * cleanText('Caf\u00e9 &amp;  Bar'); // 'caf\u00e9 & bar'
 */
export function cleanText(text: string): string {
  if (typeof text !== 'string') throw new UserError(`A text must be a string, not ${told(text)}.`);
  if (!NEEDS_WORK.test(text)) return text.toLowerCase();
  const repaired = repairText(text);
  const plain = repaired.includes('&') ? decodeHTML(decodeHTML(repaired)) : repaired;
  return plain.replace(SPACES, ' ').trim().toLowerCase();
}
