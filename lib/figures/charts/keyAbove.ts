import { TEXT } from '../theme.js';
import { widestOf } from './textWidth.js';
import { plain, shorten } from './wrapText.js';

/** Pixels of an entry beside its name: the mark, and the room to the next. */
const BESIDE = 52;
const ROW = 21;
/** The widest that a name gets, pixels. */
const WIDEST = 320;

/** What a trace is called in the key. */
export const keyName = (name: string): string => plain(shorten(name, WIDEST, TEXT.small));

/**
 * A key above the plot, never over it, of the traces that say `showlegend: true`.
 * @param width of the plot, pixels
 * @returns the part of the layout, and how many pixels above the plot it takes
 */
export function keyAbove(names: readonly string[], width: number): { key: object; height: number } {
  if (names.length === 0) return { key: {}, height: 0 };
  const widths = names.map((name) => BESIDE + widestOf([shorten(name, WIDEST, TEXT.small)], TEXT.small));
  const together = widths.reduce((sum, one) => sum + one, 0);
  // Where they do not all stand in one row, Plotly makes columns as wide as the widest.
  const across = Math.max(1, Math.floor(width / Math.max(...widths)));
  const rows = together <= width ? 1 : Math.ceil(names.length / across);
  return {
    key: {
      showlegend: true,
      legend: {
        ...{ orientation: 'h', x: 0, xanchor: 'left', y: 1, yanchor: 'bottom', bgcolor: 'rgba(0,0,0,0)' },
        ...{ font: { size: TEXT.small }, traceorder: 'normal', itemsizing: 'constant' },
      },
    },
    height: rows * ROW + 8,
  };
}
