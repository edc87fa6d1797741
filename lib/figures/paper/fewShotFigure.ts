import { edgeHeight, edgeLabels, edgeMargin } from '../charts/edgeLabels.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { COLORS, PAPER } from '../theme.js';
import { chosenColumns, type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** A point of a few-shot curve. */
export type FewShotPoint = {
  /** A curve, e.g. a set of features. */
  readonly series: string;
  /** Samples a class; 0 is zero-shot, a star, in the color of the probes on the same model. */
  readonly shots: number;
  /** 0..1, as are the ends of its band, where it has one. */
  readonly value: number;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Published by the paper: drawn dashed and without a band. */
  readonly published?: boolean;
  /** How many tasks it is an average over. */
  readonly tasks?: number;
};

/** How `fewShotFigure` draws. */
export interface FewShotOptions extends FigureOptions {
  /** What the vertical axis measures. Default: of what the rows say they are, e.g. `average score over 12 tasks`. */
  readonly measure?: string;
}

const HEIGHT = 380;
/** Shots stand at even distances a doubling; the star left of one. */
const STAR_AT = -1;
/** Stars stand side by side there, a place each, whatever their heights. */
const STAR_APART = 0.17;
const STARS_WIDE = 0.8;
const at = (shots: number): number => (shots === 0 ? STAR_AT : Math.log2(shots));
const ZERO_SHOT = / zero-shot$/;
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const translucent = (color: string): string => `${color}26`;

/**
 * Score against samples a class, a line a series with a band, zero-shot as a star with a dotted line at its height
 * (Figure 6 of the paper). Published series are dashed. Takes averages of `averageOverTasks` as they are.
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], tasks: ['weather'], shots: [1, 2, 4] });
 * show(fewShotFigure(await averageOverTasks(scores)));
 */
export function fewShotFigure(table: Tidy<FewShotPoint>, options: FewShotOptions = {}): Figure {
  const name = options.name ?? 'few-shot';
  const points = tidyRows(name, table, ['series', 'shots', 'value']);
  const rows = points.map((point) => chosenColumns(point, ['series', 'shots', 'value', 'low', 'high', 'published']));
  const { tasks = 1 } = points[0]!;
  const measure = options.measure ?? (tasks === 1 ? 'score' : `average score over ${tasks} tasks`);
  const curves = ([false, true] as const).flatMap((published) => {
    const own = rows.filter((row) => (row.published === true) === published);
    return [...new Set(own.map((row) => row.series))].map((series) => {
      const points = own.filter((row) => row.series === series).sort((a, b) => a.shots - b.shots);
      const zeroShotOnly = points.every(({ shots }) => shots === 0);
      const label = published ? `${series} (paper)` : series;
      return { series, label, published, zeroShotOnly, points };
    });
  });
  const probes = curves.filter(({ zeroShotOnly }) => !zeroShotOnly);
  const stars = curves.filter(({ points: own }) => own.some(({ shots }) => shots === 0));
  const colored = curves.map((curve) => ({
    ...curve,
    ...styleOf(curve, probes),
    star: starAt(stars.indexOf(curve), stars.length),
  }));
  const values = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = 0.08 * (highest - lowest) || 0.05;
  const range = [lowest < 0 ? lowest - room : Math.max(0, lowest - room), highest + room] as const;
  const most = Math.max(0, ...rows.map((row) => at(row.shots)));
  const labels = colored.map(({ label, points: own, color }) => ({ y: own.at(-1)!.value, text: label, color }));
  const margin = { l: 72, r: edgeMargin(labels), t: options.title ? 60 : 16, b: 56 };
  const height = Math.max(HEIGHT, edgeHeight(labels));
  const edge = edgeLabels(labels, { range, height });
  const ticks = [...new Set(rows.map((row) => row.shots))].sort((a, b) => a - b);
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${measure} against labeled examples a class; the star is zero-shot.`,
    data: colored.flatMap(({ series, label, published, points, color, symbol, star }): PlotlyTrace[] => [
      ...band(points, color),
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: label,
        x: points.map((row) => (row.shots === 0 ? star : at(row.shots))),
        y: points.map((row) => row.value),
        line: { color: color, width: 2, dash: published ? 'dash' : 'solid' },
        marker: {
          color: published ? PAPER : color,
          line: { color: color, width: published ? 1.5 : 0 },
          symbol: points.map((row) => (row.shots === 0 ? 'star' : symbol)),
          size: points.map((row) => (row.shots === 0 ? 15 : 8)),
          opacity: 1, // Plotly would make marks of several sizes translucent
        },
        cliponaxis: false,
        hovertemplate: points.map((row) => {
          const shots = row.shots === 0 ? 'zero-shot' : `${Number(row.shots.toFixed(1))} a class`;
          return `${plain(series)}, ${shots}<br>${percent(row.value)}<extra></extra>`;
        }),
      },
    ]),
    layout: {
      ...plotFrame(margin, height, options.title),
      xaxis: {
        range: [STAR_AT - 0.5, most + 0.15],
        tickvals: ticks.map(at),
        ticktext: ticks.map((shots) => (Number.isInteger(shots) ? String(shots) : 'all')),
        title: { text: 'labeled examples a class' },
        showgrid: false,
      },
      yaxis: { range: [...range], tickformat: '.0%', title: { text: plain(measure) } },
      annotations: edge.annotations,
      // How far up a probe has to come.
      shapes: [
        ...colored.flatMap(({ points: own, color, star }) => {
          const zeroShot = own.find(({ shots }) => shots === 0);
          if (!zeroShot) return [];
          const line = { color, width: 1, dash: 'dot' };
          return [{ type: 'line', x0: star, x1: most, y0: zeroShot.value, y1: zeroShot.value, line }];
        }),
        ...edge.shapes,
      ],
    },
    table: rows,
  });
}

/** The place of star k of so many. */
function starAt(k: number, stars: number): number {
  const apart = Math.min(STAR_APART, STARS_WIDE / Math.max(1, stars - 1));
  return STAR_AT + (k - (stars - 1) / 2) * apart;
}

interface Curve {
  readonly series: string;
  readonly zeroShotOnly: boolean;
}

/**
 * A curve's own look. That of a model's zero-shot is that of the first probe on it, as their names say (`mini-rn
 * zero-shot` of `mini-rn`); zero-shot's where there is none.
 */
function styleOf(curve: Curve, probes: readonly Curve[]): { color: string; symbol: string } {
  if (!curve.zeroShotOnly) return seriesStyle(probes.indexOf(curve) + 1);
  const model = curve.series.replace(ZERO_SHOT, '');
  const own = probes.findIndex(({ series }) => series === model || series.startsWith(`${model} `));
  return own < 0 ? { color: COLORS.zeroShot, symbol: 'star' } : seriesStyle(own + 1);
}

function band(points: readonly FewShotPoint[], color: string): PlotlyTrace[] {
  const own = points.filter(({ low, high, shots }) => typeof low === 'number' && typeof high === 'number' && shots > 0);
  if (own.length < 2) return [];
  const back = [...own].reverse();
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...own, ...back].map((row) => at(row.shots)),
      y: [...own.map((row) => row.high), ...back.map((row) => row.low)],
      fill: 'toself',
      fillcolor: translucent(color),
      line: { width: 0 },
      hoverinfo: 'skip',
    },
  ];
}
