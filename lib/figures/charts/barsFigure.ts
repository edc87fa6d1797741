import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { FAINT_INK, PAPER, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { axisReach } from './axisReach.js';
import { keyAbove, keyName } from './keyAbove.js';
import { columnsFor, inColumns, panelsBeside, widestName } from './panels.js';
import { plotFrame, plotWidth } from './plotFrame.js';
import { seriesStyle } from './seriesStyle.js';
import { sharedTitle } from './sharedTitle.js';
import { NAMES_AXIS, type SideNames, sideNames } from './sideNames.js';
import { textWidth } from './textWidth.js';
import { plain } from './wrapText.js';

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

/** Pixels of a bar with the gap to the next, and between the bars of two labels. */
const BAR = 17;
const GAP = 9;
const HATCHED = { fillmode: 'overlay', fgcolor: PAPER, size: 7 } as const;
/** Pixels between a bar and its number, and between that and the next panel. */
const BESIDE = 10;

/** A column of labels, each with the bars of its own. */
interface Column {
  readonly labels: readonly string[];
  readonly names: SideNames;
}

/**
 * Labels down the side, each with a bar a series, whose value stands at its end; the key of the series is above. Many
 * labels stand in two columns.
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
  const bars = series.length * BAR + GAP;
  const columns = columnsOf(labels, columnsFor(bars * labels.length));
  const { panels, sides } = panelsBeside(columns.map(({ names }) => names.margin));
  const band = Math.max(bars, ...columns.flatMap(({ names }) => names.heights.map((height) => height + 4)));
  const columnOf = (label: string): number => columns.findIndex((column) => column.labels.includes(label));
  // Heights in units of a band, the first label on top.
  const middle = (row: BarRow): number =>
    columns[columnOf(row.label)]!.labels.indexOf(row.label) +
    ((series.indexOf(row.series) - (series.length - 1) / 2) * BAR) / band;
  const named = new Set<string>();
  const data = series.flatMap((one, s) => {
    const { color, hatching } = seriesStyle(s);
    return panels.flatMap(({ id }, k): PlotlyTrace[] => {
      const own = rows.filter((row) => row.series === one && columnOf(row.label) === k);
      if (own.length === 0) return [];
      const inKey = series.length > 1 && !named.has(one);
      named.add(one);
      return [
        {
          type: 'bar',
          orientation: 'h',
          name: keyName(one),
          showlegend: inKey,
          legendgroup: `series ${s}`,
          xaxis: `x${id}`,
          yaxis: `y${id}`,
          x: own.map((row) => row.value),
          y: own.map(middle),
          width: (BAR - 2) / band,
          marker: { color, ...(hatching ? { pattern: { ...HATCHED, shape: hatching } } : {}) },
          hovertemplate: own.map(
            (row) => `${plain(row.label)}, ${plain(one)}<br>${row.value.toLocaleString('en')}<extra></extra>`,
          ),
        },
      ];
    });
  });
  const { key, height: above } = keyAbove(series.length > 1 ? series : [], plotWidth(sides));
  const margin = { ...sides, t: (options.title ? 60 : 16) + above, b: 56 };
  const most = Math.max(...columns.map((column) => column.labels.length));
  const range = reach(rows, log, panels[0]!.width);
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} by ${series.join(' and ')}.`,
    data,
    layout: {
      ...plotFrame(margin, most * band, options.title),
      ...key,
      barmode: 'overlay',
      ...Object.fromEntries(
        panels.flatMap(({ id, domain }, k): [string, object][] => {
          const { labels: own, names } = columns[k]!;
          const tickvals = own.map((_, at) => at);
          return [
            [`xaxis${id}`, { domain, range, anchor: `y${id}`, ...(log ? { type: 'log', dtick: 1 } : {}) }],
            [
              `yaxis${id}`,
              { range: [most - 0.5, -0.5], anchor: `x${id}`, tickvals, ticktext: names.texts, ...NAMES_AXIS },
            ],
          ];
        }),
      ),
      annotations: [
        ...rows.map((row) => {
          const { id } = panels[columnOf(row.label)]!;
          return {
            ...{ xref: `x${id}`, yref: `y${id}`, x: log ? Math.log10(row.value) : row.value, y: middle(row) },
            ...{ xanchor: 'left', yanchor: 'middle', xshift: 4, borderpad: 0, showarrow: false },
            ...{ text: row.value.toLocaleString('en'), font: { size: TEXT.small, color: FAINT_INK } },
          };
        }),
        sharedTitle(options.measure),
      ],
    },
    table: rows,
  });
}

const columnsOf = (labels: readonly string[], columns: number): Column[] =>
  inColumns(labels, columns).map((own) => ({ labels: own, names: sideNames(own, widestName(columns)) }));

function reach(rows: readonly BarRow[], log: boolean, width: number): [number, number] {
  const values = rows.map((row) => row.value);
  const most = Math.max(...values);
  // A whole power of ten below the least, so that its bar still has a length.
  const ends = log
    ? ([Math.ceil(Math.log10(Math.min(...values))) - 1, Math.log10(most)] as const)
    : ([0, most] as const);
  const beside = rows.map(({ value }) => ({
    value: log ? Math.log10(value) : value,
    after: BESIDE + textWidth(value.toLocaleString('en'), TEXT.small),
  }));
  return axisReach(beside, ends, width);
}
