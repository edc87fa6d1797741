import { PYTHON_WHITESPACE } from './cleanText.js';

/**
 * CLIP's pattern: special tokens, English contractions, runs of letters, single digits, runs of anything else. The
 * original ignores case with Unicode folding; on lower-cased text that only adds the long s (U+017F) to the
 * contractions.
 */
const WORD = new RegExp(
  [
    '<\\|startoftext\\|>',
    '<\\|endoftext\\|>',
    "'(?:[s\u017f]|t|re|ve|m|ll|d)",
    '\\p{L}+',
    '\\p{N}',
    `[^${PYTHON_WHITESPACE}\\p{L}\\p{N}]+`,
  ].join('|'),
  'gu',
);

/** Cuts cleaned text into the pieces that byte pair encoding works on; merges never cross them. */
export function splitWords(cleaned: string): readonly string[] {
  return cleaned.match(WORD) ?? [];
}

// eslint-disable-next-line no-control-regex -- white space, as Python sees it
const ASCII_WORD = /<\|startoftext\|>|<\|endoftext\|>|'(?:s|t|re|ve|m|ll|d)|[a-z]+|[0-9]|[^\t-\r\x1c-\x20a-z0-9]+/y;

/** The piece that starts at `at` in cleaned text of ASCII alone; undefined at white space. */
export function asciiWordAt(cleaned: string, at: number): string | undefined {
  ASCII_WORD.lastIndex = at;
  return ASCII_WORD.exec(cleaned)?.[0];
}
