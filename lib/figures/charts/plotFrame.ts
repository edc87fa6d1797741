import type { PlotlyLayout } from '../figure.js';
import { THEME } from '../theme.js';
import { titled } from './titled.js';

/** Pixels on each side of a plot, for ticks, labels and the title. */
export interface Margin {
  readonly l: number;
  readonly r: number;
  readonly t: number;
  readonly b: number;
}

/** The layout of a plot of the house's width and so many pixels in height, inside its margins, but for its axes. */
export function plotFrame(margin: Margin, height: number, title: string | undefined): PlotlyLayout {
  return { template: THEME, width: 800, height: margin.t + margin.b + height, margin, ...titled(title) };
}
