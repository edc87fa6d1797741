import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { FAINT_INK, INK, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { NAMES_AXIS, sideNames } from '../charts/sideNames.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { plain, shorten } from '../charts/wrapText.js';

/** What one change did to one measure: the mean over seeds, its interval, and each seed's own difference. */
export type AblationRow = {
  readonly change: string;
  /** E.g. `names top-1`: a panel each. */
  readonly measure: string;
  /** Percentage points against the unchanged recipe of the same seed. */
  readonly points: number;
  readonly low?: number | null;
  readonly high?: number | null;
  /** One seed's difference, a small dot; else the mean. */
  readonly seed?: number | null;
};

const BAND = 36;
/** In bands. */
const SEEDS_BELOW = 0.24;

/**
 * A row a change: the mean difference with its interval, and the seeds behind it as small dots; a panel a measure,
 * right is better.
 * @example
 * const rows = [
 *   { change: 'ViT for ResNet', measure: 'zero-shot', points: -2.1, low: -3.4, high: -0.8 },
 *   { change: 'ViT for ResNet', measure: 'zero-shot', points: -1.9, seed: 1 },
 * ];
 * show(ablationFigure(rows));
 */
export function ablationFigure(table: Tidy<AblationRow>, options: FigureOptions = {}): Figure {
  const name = options.name ?? 'ablations';
  const rows = tidyRows(name, table, ['change', 'measure', 'points']);
  const changes = [...new Set(rows.map(({ change }) => change))];
  const measures = [...new Set(rows.map(({ measure }) => measure))];
  const gap = 0.06;
  const share = (1 - gap * (measures.length - 1)) / measures.length;
  const names = sideNames(changes);
  const margin = { l: names.margin, r: 24, t: options.title ? 84 : 36, b: 56 };
  const band = Math.max(BAND, ...names.heights.map((height) => height + 6));
  const { color } = seriesStyle(0);
  const axisOf = (k: number): string => (k === 0 ? '' : String(k + 1));
  const data = measures.flatMap((measure, k): PlotlyTrace[] => {
    const own = rows.filter((row) => row.measure === measure);
    const means = own.filter(({ seed }) => seed === undefined || seed === null);
    const seeds = own.filter(({ seed }) => typeof seed === 'number');
    const common = { type: 'scatter', mode: 'markers', xaxis: `x${axisOf(k)}`, yaxis: 'y' } as const;
    const traces: PlotlyTrace[] = [
      {
        ...common,
        x: seeds.map(({ points }) => points),
        y: seeds.map(({ change }) => changes.indexOf(change) + SEEDS_BELOW),
        // Below the mean, whose mark would hide them.
        marker: { color, size: 6, opacity: 0.6, symbol: 'circle-open' },
        hovertemplate: seeds.map(
          ({ change, points, seed }) => `${plain(change)}, seed ${seed}<br>${signed(points)} points<extra></extra>`,
        ),
      },
      {
        ...common,
        x: means.map(({ points }) => points),
        y: means.map(({ change }) => changes.indexOf(change)),
        error_x: {
          type: 'data',
          symmetric: false,
          array: means.map(({ points, high }) => (high ?? points) - points),
          arrayminus: means.map(({ points, low }) => points - (low ?? points)),
          color,
          thickness: 1.5,
          width: 0,
        },
        marker: { color, size: 10, symbol: 'diamond' },
        hovertemplate: means.map(
          ({ change, points, low, high }) =>
            `${plain(change)}, mean<br>${signed(points)}${interval(low, high)} points<extra></extra>`,
        ),
      },
    ];
    return traces.slice(seeds.length > 0 ? 0 : 1);
  });
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? 'What each change does, in percentage points against the unchanged recipe.',
    data,
    layout: {
      ...plotFrame(margin, band * changes.length, options.title),
      ...Object.fromEntries(
        measures.map((measure, k) => [
          `xaxis${axisOf(k)}`,
          {
            domain: [k * (share + gap), k * (share + gap) + share],
            title: { text: 'percentage points' },
            zeroline: true,
            zerolinecolor: FAINT_INK,
            zerolinewidth: 1,
            range: reach(rows.filter((row) => row.measure === measure)),
          },
        ]),
      ),
      yaxis: {
        range: [changes.length - 0.5, -0.5],
        tickvals: changes.map((_, k) => k),
        ticktext: names.texts,
        ...NAMES_AXIS,
        showgrid: true,
      },
      annotations: measures.map((measure, k) => ({
        xref: 'paper',
        yref: 'paper',
        x: k * (share + gap) + share / 2,
        y: 1,
        yshift: 6,
        xanchor: 'center',
        yanchor: 'bottom',
        showarrow: false,
        text: plain(shorten(measure, share * plotWidth(margin), TEXT.normal)),
        font: { color: INK },
      })),
    },
    table: rows,
  });
}

const signed = (points: number): string => `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`;

const interval = (low?: number | null, high?: number | null): string =>
  typeof low === 'number' && typeof high === 'number' ? ` (${signed(low)} to ${signed(high)})` : '';

/** Dots are always seen; an interval of few seeds may go far beyond them and is cut. */
function reach(rows: readonly AblationRow[]): [number, number] {
  const points = rows.map((row) => row.points);
  const [low, high] = [Math.min(0, ...points), Math.max(0, ...points)];
  const room = Math.max(1, 0.25 * (high - low));
  return [low - room, high + room];
}
