import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { FAINT_INK, PALETTE, THEME } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { titled } from './titled.js';
import { plain, wrapText } from './wrapText.js';

/** One bar. */
export type BarRow = {
  readonly label: string;
  /** Bars of one label stand together, a color a series. */
  readonly series: string;
  /** Not negative; above 0 on a logarithmic axis. */
  readonly value: number;
};

/** How `barsFigure` draws. */
export interface BarsOptions extends FigureOptions {
  /** What the bars measure, with its unit. */
  readonly measure: string;
  /** Powers of ten at even distances: for values that differ by orders of magnitude. */
  readonly logarithmic?: boolean;
}

const BAR = 17;
const GAP = 9;

/**
 * Labels down the side, each with a bar a series; the value stands at its end, and the topmost of a series has
 * its name.
 * @example
 * const rows = [
 *   { label: 'flags', series: 'label alone', value: 12.1 },
 *   { label: 'flags', series: '80 templates', value: 15.2 },
 * ];
 * show(barsFigure(rows, { measure: 'accuracy, %' }));
 */
export function barsFigure(table: Tidy<BarRow>, options: BarsOptions): Figure {
  const name = options.name ?? 'bars';
  const rows = tidyRows(name, table, ['label', 'series', 'value']);
  const labels = [...new Set(rows.map((row) => row.label))];
  const series = [...new Set(rows.map((row) => row.series))];
  const log = options.logarithmic === true;
  const band = series.length * BAR + GAP;
  // Heights in units of a band, the first label on top.
  const middle = (row: BarRow): number =>
    labels.indexOf(row.label) + ((series.indexOf(row.series) - (series.length - 1) / 2) * BAR) / band;
  const data = series.map((one, s): PlotlyTrace => {
    const own = rows.filter((row) => row.series === one);
    return {
      type: 'bar',
      orientation: 'h',
      name: one,
      x: own.map((row) => row.value),
      y: own.map(middle),
      width: (BAR - 2) / band,
      marker: { color: PALETTE[s % PALETTE.length] },
      hovertemplate: own.map(
        (row) => `${plain(row.label)}, ${plain(one)}<br>${row.value.toLocaleString('en')}<extra></extra>`,
      ),
    };
  });
  const topmost = new Set(
    series.map((one) =>
      rows.filter((row) => row.series === one).reduce((top, row) => (middle(row) < middle(top) ? row : top)),
    ),
  );
  const most = Math.max(...rows.map((row) => row.value));
  const least = Math.min(...rows.map((row) => row.value));
  const names = labels.map((label) => wrapText(label, 30));
  const margin = {
    l: 24 + Math.ceil(7.2 * Math.max(...names.flat().map((line) => line.length))),
    r: 24,
    t: options.title ? 60 : 16,
    b: 56,
  };
  // A whole power of ten below the least, so that its bar still has a length.
  const floor = Math.ceil(Math.log10(least)) - 1;
  const wide = Math.log10(most) - floor;
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} by ${series.join(' and ')}.`,
    data,
    layout: {
      template: THEME,
      width: 800,
      height: margin.t + labels.length * band + margin.b,
      margin,
      barmode: 'overlay',
      ...titled(options.title),
      xaxis: {
        title: { text: plain(options.measure) },
        ...(log
          ? { type: 'log', dtick: 1, range: [floor, Math.log10(most) + 0.22 * wide] }
          : { range: [0, 1.28 * most] }),
      },
      yaxis: {
        range: [labels.length - 0.5, -0.5],
        tickvals: labels.map((_, k) => k),
        ticktext: names.map((lines) => lines.map(plain).join('<br>')),
        ticklen: 6,
        tickcolor: 'rgba(0,0,0,0)',
        showgrid: false,
      },
      annotations: rows.map((row) => {
        const number = row.value.toLocaleString('en');
        const named = series.length > 1 && topmost.has(row);
        return {
          x: log ? Math.log10(row.value) : row.value,
          y: middle(row),
          xanchor: 'left',
          yanchor: 'middle',
          xshift: 4,
          showarrow: false,
          text: named ? `${number}  <b>${plain(row.series)}</b>` : number,
          font: { size: 11.5, color: named ? PALETTE[series.indexOf(row.series) % PALETTE.length] : FAINT_INK },
        };
      }),
    },
    table: rows,
  });
}
