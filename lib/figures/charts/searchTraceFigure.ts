import { betterC } from '../../eval/probe/betterC.js';
import { edgeHeight, edgeLabels, edgeMargin } from './edgeLabels.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from './plotFrame.js';
import { seriesStyle } from './seriesStyle.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from './wrapText.js';

/** One fit of a search for C. */
export type TraceRow = {
  /** A search, e.g. a task. */
  readonly series: string;
  readonly log10C: number;
  /** On the validation split, 0..1. */
  readonly score: number;
  /** Decades to its neighbors when it was tried. */
  readonly spacingDecades: number;
};

const HEIGHT = 380;

const chosen = ({ log10C }: TraceRow): string => `C = ${Number((10 ** log10C).toPrecision(2))}`;

/**
 * Validation score against C, every fit of the paper's search as a dot, the larger the earlier; rings mark what was
 * chosen.
 * @example
 * const { model } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const [train, validation] = [
 *   await embedSplit(model, dataset, 'train'),
 *   await embedSplit(model, dataset, 'validation'),
 * ];
 * const { trace } = searchC(train, validation, dataset.classNames.length);
 * show(searchTraceFigure(trace.map((step) => ({ series: dataset.title, ...step }))));
 */
export function searchTraceFigure(table: Tidy<TraceRow>, options: FigureOptions = {}): Figure {
  const name = options.name ?? 'search-trace';
  const rows = tidyRows(name, table, ['series', 'log10C', 'score', 'spacingDecades']);
  const searches = [...new Set(rows.map((row) => row.series))].map((series, k) => {
    const fits = rows.filter((row) => row.series === series).sort((a, b) => a.log10C - b.log10C);
    const best = fits.reduce((kept, fit) => (betterC(fit, kept) ? fit : kept));
    return { series, fits, best, ...seriesStyle(k) };
  });
  const labels = searches.map(({ series, fits, best, color }) => ({
    y: fits.at(-1)!.score,
    text: series,
    note: chosen(best),
    color,
  }));
  const margin = { l: 72, r: edgeMargin(labels), t: options.title ? 60 : 16, b: 56 };
  const height = Math.max(HEIGHT, edgeHeight(labels));
  const scores = rows.map((row) => row.score);
  const [low, high] = [Math.max(0, Math.min(...scores) - 0.05), Math.min(1.02, Math.max(...scores) + 0.05)];
  return drawable({
    kind: 'figure',
    name,
    caption:
      options.caption ??
      'Every fit of the search for C: seven starts two decades apart, then halved around the best to an eighth of a decade. The paper publishes no trace.',
    data: searches.map(({ series, fits, best, color, symbol }): PlotlyTrace => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: series,
      x: fits.map((fit) => fit.log10C),
      y: fits.map((fit) => fit.score),
      line: { color: color, width: 1.5 },
      marker: {
        size: fits.map((fit) => (fit === best ? 15 : 5 + 2.5 * Math.sqrt(fit.spacingDecades))),
        symbol: fits.map((fit) => (fit === best ? `${symbol}-open-dot` : symbol)),
        color: color,
        opacity: 1, // Plotly would make marks of several sizes translucent
        line: { width: fits.map((fit) => (fit === best ? 2.5 : 0)), color: color },
      },
      hovertemplate: fits.map(
        (fit) =>
          `${plain(series)}<br>C = ${(10 ** fit.log10C).toPrecision(3)}: ${(100 * fit.score).toFixed(1)}%<extra></extra>`,
      ),
    })),
    layout: {
      ...plotFrame(margin, height, options.title),
      xaxis: { title: { text: 'log10 of C, the inverse penalty' }, range: [-6.3, 6.3], dtick: 2 },
      yaxis: { title: { text: 'validation score' }, tickformat: '.0%', range: [low, high] },
      ...edgeLabels(labels, { range: [low, high], height }),
    },
    table: rows,
  });
}
