import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';
import type { Figure } from '../figure.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { barsFigure, type BarsOptions } from './barsFigure.js';

/** One measured value. */
export type HistogramRow = {
  /** A color a series. */
  readonly series: string;
  readonly value: number;
};

/** How `histogramFigure` draws. */
export interface HistogramOptions extends BarsOptions {
  /** Where one band ends and the next begins, falling: a value at an edge belongs above it. */
  readonly edges: readonly number[];
}

/**
 * How many values lie between edges, a bar a series, the largest values on top.
 * @throws UserError where there are no edges or they do not fall
 * @example
 * const similarities = [0.995, 0.93, 0.81].map((value) => ({ series: 'flags', value }));
 * show(histogramFigure(similarities, { edges: [0.99, 0.9, 0.8], measure: 'images' }));
 */
export function histogramFigure(table: Tidy<HistogramRow>, options: HistogramOptions): Figure {
  const { edges, ...rest } = options;
  const name = options.name ?? 'histogram';
  const rows = tidyRows(name, table, ['series', 'value']);
  edges.forEach((edge, k) => {
    requireNumber(edge, 'an edge');
    if (k > 0 && edge >= edges[k - 1]!)
      throw new UserError(`the edges ${edges.join(', ')} do not fall: give the largest first, each once.`);
  });
  if (edges.length === 0) throw new UserError('there are no edges: give one or more, the largest first.');
  const bands = [
    { label: `${edges[0]} and more`, low: edges[0]!, high: Infinity },
    ...edges.slice(1).map((low, k) => ({ label: `${low} to ${edges[k]}`, low, high: edges[k]! })),
    { label: 'less', low: -Infinity, high: edges.at(-1)! },
  ];
  const series = [...new Set(rows.map((row) => row.series))];
  const bars = bands.flatMap(({ label, low, high }) =>
    series.map((one) => {
      const inside = rows.filter((row) => row.series === one && row.value >= low && row.value < high);
      return { label, series: one, value: inside.length };
    }),
  );
  return barsFigure(bars, { ...rest, name });
}
