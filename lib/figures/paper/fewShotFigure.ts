import { edgeLabels, edgeMargin } from '../charts/edgeLabels.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { COLORS, FAINT_INK, INK, PALETTE } from '../theme.js';
import { chosenColumns, type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** A point of a few-shot curve. */
export type FewShotPoint = {
  /** A curve, e.g. a set of features. */
  readonly series: string;
  /** Samples a class; 0 is zero-shot, a star. */
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
/** Zero-shot's own color is left out, so that no curve looks as if it belonged to a star. */
const LINES = [...PALETTE.slice(1), INK, FAINT_INK];
/** Shots stand at even distances a doubling; the star left of one. */
const STAR_AT = -1;
const at = (shots: number): number => (shots === 0 ? STAR_AT : Math.log2(shots));
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
  let next = 0;
  const colored = curves.map((curve) => ({
    ...curve,
    color: curve.zeroShotOnly ? COLORS.zeroShot : LINES[next++ % LINES.length]!,
  }));
  const highest = Math.max(...rows.map((row) => row.high ?? row.value));
  const most = Math.max(0, ...rows.map((row) => at(row.shots)));
  const margin = { l: 64, r: edgeMargin(colored.map(({ label }) => label)), t: options.title ? 60 : 16, b: 56 };
  const ticks = [...new Set(rows.map((row) => row.shots))].sort((a, b) => a - b);
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${measure} against labeled examples a class; the star is zero-shot.`,
    data: colored.flatMap(({ series, label, published, points, color }): PlotlyTrace[] => [
      ...band(points, color),
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: label,
        x: points.map((row) => at(row.shots)),
        y: points.map((row) => row.value),
        line: { color: color, width: 2, dash: published ? 'dash' : 'solid' },
        marker: {
          color: published ? '#ffffff' : color,
          line: { color: color, width: published ? 1.5 : 0 },
          symbol: points.map((row) => (row.shots === 0 ? 'star' : 'circle')),
          size: points.map((row) => (row.shots === 0 ? 15 : 7)),
        },
        cliponaxis: false,
        hovertemplate: points.map((row) => {
          const shots = row.shots === 0 ? 'zero-shot' : `${Number(row.shots.toFixed(1))} a class`;
          return `${plain(series)}, ${shots}<br>${percent(row.value)}<extra></extra>`;
        }),
      },
    ]),
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      xaxis: {
        range: [STAR_AT - 0.3, most + 0.15],
        tickvals: ticks.map(at),
        ticktext: ticks.map((shots) => (Number.isInteger(shots) ? String(shots) : 'all')),
        title: { text: 'labeled examples a class' },
        showgrid: false,
      },
      yaxis: { range: [0, 1.08 * highest], tickformat: '.0%', title: { text: plain(measure) } },
      // How far up a probe has to come.
      shapes: colored.flatMap(({ points, color }) => {
        const star = points.find(({ shots }) => shots === 0);
        if (!star) return [];
        const line = { color: color, width: 1, dash: 'dot' };
        return [{ type: 'line', x0: STAR_AT, x1: most, y0: star.value, y1: star.value, line }];
      }),
      annotations: edgeLabels(
        colored.map(({ label, points, color }) => ({ y: points.at(-1)!.value, text: plain(label), color })),
        (1.08 * highest) / HEIGHT,
      ),
    },
    table: rows,
  });
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
