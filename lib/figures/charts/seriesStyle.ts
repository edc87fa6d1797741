import { FAINT_INK, INK, PALETTE } from '../theme.js';

/** How the series of a figure are told apart: by color, and where there is none by the shape of their marks. */
export interface SeriesStyle {
  readonly color: string;
  readonly symbol: string;
  /** Of bars: how they are hatched. */
  readonly hatching: '' | '/' | '\\' | 'x';
}

const COLORS_OF_SERIES = [...PALETTE, INK, FAINT_INK] as const;
const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'triangle-down', 'x', 'pentagon'] as const;
const HATCHINGS = ['', '/', 'x', '\\'] as const;

/** The look of series k, from 0; after eight they begin anew. */
export const seriesStyle = (k: number): SeriesStyle => ({
  color: COLORS_OF_SERIES[k % COLORS_OF_SERIES.length]!,
  symbol: SYMBOLS[k % SYMBOLS.length]!,
  hatching: HATCHINGS[k % HATCHINGS.length]!,
});
