import { edgeHeight, edgeLabels, edgeMargin } from '../charts/edgeLabels.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { PAPER } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** How well a model of some objective classifies out of words alone after so many pairs. */
export type PretrainingPoint = {
  readonly objective: string;
  readonly pairsSeen: number;
  /** Zero-shot, 0..1. */
  readonly accuracy: number;
  readonly published?: boolean;
};

/** How `pretrainingFigure` draws. */
export interface PretrainingOptions extends FigureOptions {
  /** What the vertical axis measures, e.g. `zero-shot top-1 over 128 names`. */
  readonly measure: string;
}

const HEIGHT = 400;

/**
 * Zero-shot accuracy against the pairs seen, a line an objective (Figure 2 of the paper); published lines are thin,
 * with rings.
 * @example
 * const points = await efficientPretrainingExperiment({ seeds: [1] });
 * const curves = points.select('objective', 'pairsSeen', { value: 'accuracy' });
 * show(pretrainingFigure(curves, { measure: 'zero-shot accuracy' }));
 */
export function pretrainingFigure(table: Tidy<PretrainingPoint>, options: PretrainingOptions): Figure {
  const name = options.name ?? 'pretraining';
  const rows = tidyRows(name, table, ['objective', 'pairsSeen', 'accuracy']);
  const objectives = [...new Set(rows.map(({ objective }) => objective))];
  const lines = objectives.flatMap((objective, k) =>
    [false, true].flatMap((published) => {
      const points = rows
        .filter((row) => row.objective === objective && (row.published === true) === published)
        .sort((a, b) => a.pairsSeen - b.pairsSeen);
      if (points.length === 0) return [];
      const label = published ? `${objective} (paper)` : objective;
      return [{ label, published, points, ...seriesStyle(k) }];
    }),
  );
  const highest = 1.06 * Math.max(...rows.map(({ accuracy }) => accuracy));
  const seen = rows.map(({ pairsSeen }) => pairsSeen);
  // Below two decades the powers of ten are too few to read a number off.
  const span = Math.max(...seen) / Math.min(...seen);
  const labels = lines.map(({ label, points, color }) => ({ y: points.at(-1)!.accuracy, text: label, color }));
  const margin = { l: 72, r: edgeMargin(labels), t: options.title ? 60 : 16, b: 56 };
  const height = Math.max(HEIGHT, edgeHeight(labels));
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} against the image-text pairs seen; rings are published.`,
    data: lines.map(({ label, published, points, color, symbol }): PlotlyTrace => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: label,
      x: points.map(({ pairsSeen }) => pairsSeen),
      y: points.map(({ accuracy }) => accuracy),
      line: { color, width: published ? 1.2 : 2.5 },
      marker: {
        color: published ? PAPER : color,
        symbol,
        size: published ? 7 : 8,
        line: { color, width: published ? 1.5 : 0 },
      },
      hovertemplate: points.map(
        ({ pairsSeen, accuracy }) =>
          `${plain(label)}<br>${pairsSeen.toLocaleString('en')} pairs, ${(100 * accuracy).toFixed(1)}%<extra></extra>`,
      ),
    })),
    layout: {
      ...plotFrame(margin, height, options.title),
      xaxis: {
        type: 'log',
        dtick: span < 100 ? 'D2' : 1,
        tickformat: '~s', // 50k, where Plotly would write a small 5
        title: { text: 'image–text pairs seen' },
        showgrid: false,
      },
      yaxis: { range: [0, highest], tickformat: '.0%', title: { text: plain(options.measure) } },
      ...edgeLabels(labels, { range: [0, highest], height }),
    },
    table: rows,
  });
}
