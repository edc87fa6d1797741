import { textWidth } from './textWidth.js';

/** How text is broken into lines. */
export interface Wrapping {
  /** Of the font, pixels. */
  readonly size: number;
  /** Lines at most; what is left out of the last is marked by an ellipsis. Default: as many as it takes. */
  readonly most?: number;
}

/** After these a word that is too long for a line may be broken. */
const SEAM = /(?<=[-–/_|.,:])|(?<=\p{Ll})(?=\p{Lu})/u;

/** Breaks text into lines of at most `width` pixels: at spaces, a longer word at its seams, and else anywhere. */
export function wrapText(text: string, width: number, { size, most = Infinity }: Wrapping): string[] {
  const fits = (line: string): boolean => textWidth(line, size) <= width;
  const lines: string[] = [];
  const add = (piece: string, glue: string): void => {
    const last = lines.at(-1);
    const joined = last === undefined ? undefined : last + glue + piece;
    if (joined !== undefined && fits(joined)) lines[lines.length - 1] = joined;
    else lines.push(piece);
  };
  for (const word of text.split(/\s+/)) {
    const pieces = fits(word) ? [word] : word.split(SEAM).flatMap((piece) => (fits(piece) ? piece : cut(piece, fits)));
    pieces.forEach((piece, k) => add(piece, k === 0 ? ' ' : ''));
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shorten(lines.slice(most - 1).join(' '), width, size)];
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function shorten(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  const beginning = (count: number): string => `${characters.slice(0, count).join('').trimEnd()}…`;
  let count = characters.length - 1;
  while (count > 0 && textWidth(beginning(count), size) > width) count--;
  return beginning(count);
}

/** A word in the longest parts that fit. */
function cut(word: string, fits: (line: string) => boolean): string[] {
  const parts: string[] = [];
  for (const character of word) {
    const last = parts.at(-1);
    if (last !== undefined && fits(last + character)) parts[parts.length - 1] = last + character;
    else parts.push(character);
  }
  return parts;
}

/** Plotly reads a little HTML in its texts; what comes from data must not be read so. */
export const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lines as one text of Plotly's. */
export const plainLines = (lines: readonly string[]): string => lines.map(plain).join('<br>');

/** The same for an attribute of a page, in double quotes. */
export const attribute = (text: string): string => plain(text).replaceAll('"', '&quot;');
