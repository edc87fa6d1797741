import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { ticks } from 'd3-array';
import { keyAbove, keyName } from '../charts/keyAbove.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { pointLabels } from '../charts/pointLabels.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { FAINT_INK, INK } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
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
const HEIGHT = 400;
const MARK = 5;
const points = (difference: number): string => `${difference > 0 ? '+' : ''}${(100 * difference).toFixed(1)} points`;
/** With a sign, and no more digits than it takes. */
function tickOf(difference: number): string {
  const rounded = Number((100 * difference).toPrecision(6));
  return rounded === 0 ? '0%' : `${rounded > 0 ? '+' : '−'}${Math.abs(rounded)}%`;
}

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
  const data = series.map((one, s): PlotlyTrace => {
    const own = rows.filter((row) => row.series === one);
    const { color, symbol } = seriesStyle(s);
    return {
      type: 'scatter',
      mode: 'markers',
      name: keyName(one),
      showlegend: true,
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
      marker: { size: 2 * MARK, color: color, symbol },
      hovertemplate: own.map(
        (row) =>
          `${plain(row.dataset ? `${row.dataset}, ${one}` : one)}<br>overlap ${percent(row.share)}, ${points(row.difference)}<extra></extra>`,
      ),
    };
  });
  const named = rows.filter((row) => row.dataset !== '' && Math.abs(row.difference) >= (options.namedFrom ?? 0));
  const sides = { l: 72, r: 24 };
  const width = plotWidth(sides);
  const { key, height: above } = keyAbove(series, width);
  const margin = { ...sides, t: (options.title ? 60 : 16) + above, b: 56 };
  const shares = rows.map(({ share }) => share);
  const ends = rows.flatMap(({ difference, low, high }) => [difference, low ?? difference, high ?? difference]);
  const x = [Math.min(0, ...shares), 1.06 * Math.max(0.001, ...shares)] as const;
  const [lowest, highest] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.06 * Math.max(0.001, highest - lowest);
  const y = [lowest - room, highest + room] as const;
  const tickvals = ticks(y[0], y[1], 7);
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} against the share of images with a near-duplicate in training.`,
    data,
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      ...key,
      xaxis: { title: { text: 'images with a near-duplicate in training' }, tickformat: '.0%', range: [...x] },
      yaxis: {
        title: { text: plain(options.measure) },
        range: [...y],
        tickvals,
        ticktext: tickvals.map(tickOf),
        zeroline: true,
        zerolinecolor: INK,
      },
      annotations: pointLabels(
        named.map(({ share, difference, dataset }) => ({ x: share, y: difference, text: dataset, color: FAINT_INK })),
        { width, height: HEIGHT, x, y, beyond: sides.r - 4, mark: MARK },
        [
          { from: [x[0], 0], to: [x[1], 0] },
          ...rows.flatMap(({ share, difference, low, high }) => [
            { from: [share, difference] as const },
            { from: [share, low ?? difference] as const, to: [share, high ?? difference] as const },
          ]),
        ],
      ),
    },
    table: rows,
  });
}
