import type { PlotlyLayout } from '../figure.js';
import { THEME } from '../theme.js';
import { titled } from './titled.js';

/** The width of every figure, pixels: so that their text is of one size where they fill a page's width. */
export const WIDTH = 800;

/** Pixels on each side of a plot, for ticks, labels and the title. */
export interface Margin {
  readonly l: number;
  readonly r: number;
  readonly t: number;
  readonly b: number;
}

/** How wide a plot is inside its margins, pixels. */
export const plotWidth = ({ l, r }: Pick<Margin, 'l' | 'r'>): number => WIDTH - l - r;

/** The layout of a plot of the house's width and so many pixels in height, inside its margins, but for its axes. */
export function plotFrame(margin: Margin, height: number, title: string | undefined): PlotlyLayout {
  return { template: THEME, width: WIDTH, height: margin.t + margin.b + height, margin, ...titled(title) };
}
