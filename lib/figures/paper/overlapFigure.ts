import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { COLORS, FAINT_INK, GRID, INK, PALETTE, THEME } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { titled } from '../charts/titled.js';
import { plain } from '../charts/wrapText.js';

/** What overlap does to one dataset. */
export type OverlapPoint = {
  /** Empty where it has no name. */
  readonly dataset: string;
  readonly series: string;
  /** Images with a near-duplicate in training, 0..1. */
  readonly share: number;
  /** Difference of accuracies, -1..1. */
  readonly difference: number;
  /** Ends of its interval, where there is one. */
  readonly low?: number | null;
  readonly high?: number | null;
};

/** How `overlapFigure` draws. */
export interface OverlapFigureOptions extends FigureOptions {
  /** Whose difference it is, e.g. "accuracy on all minus accuracy on clean images". */
  readonly measure: string;
  /** Points with a difference of at least so much, 0..1, have their name beside them. Default 0: all that have one. */
  readonly namedFrom?: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const points = (difference: number): string => `${difference > 0 ? '+' : ''}${(100 * difference).toFixed(1)} points`;

/**
 * Difference of accuracies against overlap, a point a dataset with its interval, a color a series (paper Figure 17).
 * @example
 * const rows = [{ dataset: 'flags', series: 'not significant', share: 0.03, difference: 0.1, low: -0.4, high: 0.6 }];
 * show(overlapFigure(rows, { measure: 'accuracy on all minus accuracy on clean, points' }));
 */
export function overlapFigure(table: Tidy<OverlapPoint>, options: OverlapFigureOptions): Figure {
  const name = options.name ?? 'overlap';
  const rows = tidyRows(name, table, ['dataset', 'series', 'share', 'difference']);
  const series = [...new Set(rows.map((row) => row.series))];
  const colors = [COLORS.zeroShot, PALETTE[1]];
  const data = series.map((one, s): PlotlyTrace => {
    const own = rows.filter((row) => row.series === one);
    const color = colors[s % colors.length];
    return {
      type: 'scatter',
      mode: 'markers',
      name: one,
      x: own.map((row) => row.share),
      y: own.map((row) => row.difference),
      error_y: {
        type: 'data',
        symmetric: false,
        array: own.map((row) => (row.high ?? row.difference) - row.difference),
        arrayminus: own.map((row) => row.difference - (row.low ?? row.difference)),
        color: color,
        thickness: 1.5,
        width: 0,
      },
      marker: { size: 9, color: color, symbol: s === 0 ? 'circle' : 'diamond' },
      hovertemplate: own.map(
        (row) =>
          `${plain(row.dataset || one)}<br>overlap ${percent(row.share)}, ${points(row.difference)}<extra></extra>`,
      ),
    };
  });
  const named = rows.filter((row) => row.dataset !== '' && Math.abs(row.difference) >= (options.namedFrom ?? 0));
  const margin = { l: 72, r: 24, t: options.title ? 76 : 40, b: 56 };
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} against the share of images with a near-duplicate in training.`,
    data,
    layout: {
      template: THEME,
      width: 800,
      height: 420 + margin.t,
      margin,
      ...titled(options.title),
      xaxis: { title: { text: 'images with a near-duplicate in training' }, tickformat: '.0%', rangemode: 'tozero' },
      yaxis: {
        title: { text: plain(options.measure) },
        tickformat: '+.1~%',
        zeroline: true,
        zerolinecolor: INK,
        gridcolor: GRID,
      },
      annotations: [
        ...series.map((one, s) => ({
          xref: 'paper',
          yref: 'paper',
          x: 0,
          y: 1,
          yshift: 22,
          xshift: 4 + 150 * s,
          xanchor: 'left',
          showarrow: false,
          text: `${s === 0 ? '●' : '◆'} <b>${plain(one)}</b>`,
          font: { color: colors[s % colors.length] },
        })),
        ...named.map((row, k) => ({
          x: row.share,
          y: row.difference,
          xanchor: 'left',
          xshift: 7,
          yshift: k % 2 === 0 ? 9 : -9,
          showarrow: false,
          text: plain(row.dataset),
          font: { size: 11, color: FAINT_INK },
        })),
      ],
    },
    table: rows,
  });
}
