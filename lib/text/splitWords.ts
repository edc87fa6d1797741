import { PYTHON_WHITESPACE } from './cleanText.js';

/**
 * CLIP's pattern: special tokens, English contractions, runs of letters, single digits, runs of anything else. The
 * original ignores case with Unicode folding; on lower-cased text that only adds the long s (U+017F) to the contractions.
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
