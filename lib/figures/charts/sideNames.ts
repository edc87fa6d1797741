import { TEXT } from '../theme.js';
import { lineHeight, textWidth, widestOf } from './textWidth.js';
import { plainLines, wrapText } from './wrapText.js';

/** Between a name and the axis, and between it and the figure's edge. */
const AROUND = 24;
const WIDEST = 250;
const MOST_LINES = 3;

/** Names of rows, down the left side of a plot. */
export interface SideNames {
  readonly lines: readonly (readonly string[])[];
  /** As Plotly reads them. */
  readonly texts: readonly string[];
  /** Pixels that each needs in height. */
  readonly heights: readonly number[];
  /** Pixels that the longest needs beside the plot. */
  readonly margin: number;
}

/**
 * The names of rows in lines that fit beside the plot, whose margin follows the longest.
 * @param widest of a line, pixels @param size of the font, pixels
 */
export function sideNames(names: readonly string[], widest = WIDEST, size: number = TEXT.normal): SideNames {
  const wrapped = names.map((name) => linesOf(name, widest, size));
  return {
    lines: wrapped,
    texts: wrapped.map(plainLines),
    heights: wrapped.map((lines) => lines.length * lineHeight(size)),
    margin: AROUND + widestOf(wrapped.flat(), size),
  };
}

/** What stands in brackets at the end of a name is broken off whole where that is enough. */
function linesOf(name: string, widest: number, size: number): string[] {
  const [, before, inBrackets] = /^(.+\S) (\(.+\))$/.exec(name) ?? [];
  const fits = (text: string | undefined): boolean => text !== undefined && textWidth(text, size) <= widest;
  if (!fits(name) && fits(before) && fits(inBrackets)) return [before!, inBrackets!];
  return wrapText(name, widest, { size, most: MOST_LINES });
}

/** The look of an axis that has names of rows for its ticks. */
export const NAMES_AXIS = { ticks: 'outside', ticklen: 6, tickcolor: 'rgba(0,0,0,0)', showgrid: false } as const;
