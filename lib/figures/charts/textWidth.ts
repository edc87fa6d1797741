/**
 * Hundredths of the font's size that each character takes, the larger of Lato's, which images are drawn with, and
 * Arial's, which stands for the fonts of a browser without it.
 */
const WIDTHS: readonly (readonly [characters: string, width: number])[] = [
  ["'’", 22],
  ['ijlI|', 27],
  [' !,.:;[]·', 31],
  ['()"“”`{}frt-/\\', 39],
  ['*Jckxszvy', 52],
  ['abdeghnopqu0123456789#$?L_+<=>~^−–', 58],
  ['FTZ', 61],
  ['&ABEKPSVXY', 69],
  ['CRGHUNwD', 78],
  ['OQm', 83],
  ['%M', 93],
  ['@W…—', 104],
];
const WIDTH = new Map(WIDTHS.flatMap(([characters, width]) => [...characters].map((one) => [one, width] as const)));
/** Of letters that are not listed; ideographs and emoji are as wide as they are high, and a little more. */
const OTHER = 72;
const FULL = 125;
const FIRST_FULL = 0x2e80;
const BOLD = 1.08;
/** A browser may have neither font. */
const SLACK = 1.04;

const widthOf = (character: string): number => {
  const known = WIDTH.get(character) ?? WIDTH.get(character.normalize('NFD')[0]!);
  return known ?? (character.codePointAt(0)! >= FIRST_FULL ? FULL : OTHER);
};

/** How wide a line of text may become, in pixels, in a font of so many. */
export function textWidth(text: string, size: number, { bold = false } = {}): number {
  let hundredths = 0;
  for (const character of text) hundredths += widthOf(character);
  return (hundredths / 100) * size * (bold ? BOLD : 1) * SLACK;
}

/** How wide the widest of some lines may become, in pixels; 0 of none. */
export const widestOf = (lines: readonly string[], size: number): number =>
  Math.ceil(Math.max(0, ...lines.map((line) => textWidth(line, size))));

/** How high a line of text is, in pixels, with what stands between two. */
export const lineHeight = (size: number): number => Math.ceil(1.3 * size);
