import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { FAINT_INK, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { keyAbove, keyName } from './keyAbove.js';
import { plotFrame, plotWidth } from './plotFrame.js';
import { seriesStyle } from './seriesStyle.js';
import { plain, shorten } from './wrapText.js';

/** A point of the log of one of several runs. */
export type LiveRunsPoint = {
  readonly run: string;
  /** A color each, e.g. `ViT for ResNet`. */
  readonly change: string;
  /** A line each. */
  readonly seed: number;
  readonly pairsSeen: number;
  readonly loss: number;
  /** 0..1, where it was measured. */
  readonly accuracy?: number | null;
};

/** How `liveRunsFigure` draws. */
export interface LiveRunsFigureOptions extends FigureOptions {
  /** What `accuracy` is. Default: zero-shot over the validation images' names. */
  readonly accuracyLabel?: string;
}

const PANEL_HEIGHT = 200;
const GAP = 0.16;

/**
 * Loss, and below it zero-shot accuracy, of several runs against the pairs seen: a color a change, a line a seed.
 * @example
 * const points = [256, 512].flatMap((pairsSeen) => [
 *   { run: 'a', change: 'unchanged', seed: 1, pairsSeen, loss: 5.4, accuracy: 0.02 },
 *   { run: 'b', change: 'ViT for ResNet', seed: 1, pairsSeen, loss: 5.5, accuracy: 0.01 },
 * ]);
 * show(liveRunsFigure(points));
 */
export function liveRunsFigure(table: Tidy<LiveRunsPoint>, options: LiveRunsFigureOptions = {}): Figure {
  const name = options.name ?? 'live-runs';
  const rows = tidyRows(name, table, ['run', 'change', 'seed', 'pairsSeen', 'loss'], true);
  const changes = [...new Set(rows.map(({ change }) => change))];
  const runs = [...new Set(rows.map(({ run }) => run))];
  const label = options.accuracyLabel ?? 'zero-shot top-1 over the validation images’ names';
  const sides = { l: 72, r: 24 };
  const { key, height: above } = keyAbove(changes, plotWidth(sides));
  const margin = { ...sides, t: (options.title ? 60 : 36) + above, b: 56 };
  const line = (run: string, of: (row: LiveRunsPoint) => number | null, axis: string, format: string): PlotlyTrace => {
    const own = rows.filter((row) => row.run === run && Number.isFinite(of(row)));
    const [first] = rows.filter((row) => row.run === run) as [LiveRunsPoint];
    const { change, seed } = first;
    const { color, symbol } = seriesStyle(changes.indexOf(change));
    return {
      type: 'scatter',
      mode: own.length > 60 ? 'lines' : 'lines+markers',
      name: keyName(change),
      legendgroup: change,
      showlegend: axis === 'y' && rows.find((row) => row.change === change) === first,
      x: own.map((row) => row.pairsSeen),
      y: own.map(of),
      xaxis: 'x',
      yaxis: axis,
      line: { color, width: 2 },
      marker: { color, symbol, size: 6 },
      cliponaxis: false,
      hovertemplate: `${plain(change)}, seed ${seed}<br>%{x:,} pairs<br>%{y:${format}}<extra></extra>`,
    };
  };
  const heading = (text: string, axis: string): object => ({
    ...{ x: 0, xref: 'paper', y: 1, yref: `${axis} domain`, xanchor: 'left', yanchor: 'bottom', yshift: 4 },
    ...{ showarrow: false, text: plain(shorten(text, plotWidth(margin), TEXT.normal)), font: { color: FAINT_INK } },
  });
  return drawable({
    kind: 'figure',
    name,
    caption:
      options.caption ??
      `Loss and ${label} of ${runs.length} runs against the pairs seen. Losses of other batches and objectives cannot be compared.`,
    data: [
      ...runs.map((run) => line(run, (row) => row.loss, 'y', '.3f')),
      ...runs.map((run) => line(run, (row) => row.accuracy ?? null, 'y2', '.1%')),
    ],
    layout: {
      ...plotFrame(margin, 2 * PANEL_HEIGHT, options.title),
      ...key,
      // The key stands above the heading of the upper panel.
      ...('legend' in key ? { legend: { ...(key.legend as object), y: 1.06 } } : {}),
      xaxis: {
        ...{ title: { text: 'image–text pairs seen' }, rangemode: 'tozero', tickformat: '~s' },
        ...{ showgrid: false, anchor: 'y2' },
      },
      yaxis: { domain: [0.5 + GAP / 2, 1], rangemode: 'tozero' },
      yaxis2: { domain: [0, 0.5 - GAP / 2], rangemode: 'tozero', tickformat: '.1~%' },
      annotations: [heading('loss, nats', 'y'), heading(label, 'y2')],
    },
    table: rows,
  });
}
