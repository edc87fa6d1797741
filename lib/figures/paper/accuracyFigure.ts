import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { COLORS, FAINT_INK, PALETTE } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain, wrapText } from '../charts/wrapText.js';

/** The accuracy of one method on one task. */
export type AccuracyRow = {
  readonly task: string;
  readonly method: string;
  /** 0..1, as are the ends of its interval. */
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  /** What guessing would score, 0..1. */
  readonly chance?: number;
};

/** How `accuracyFigure` draws. */
export interface AccuracyOptions extends FigureOptions {
  /** What the horizontal axis measures. */
  readonly metric?: string;
}

const ROW = 64;
const SPREAD = 0.36;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['zero-shot', COLORS.zeroShot],
  ['linear probe', COLORS.supervised],
]);
const distinct = (values: readonly string[]): string[] => [...new Set(values)];
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/**
 * Tasks down the side; for each a dot and interval a method, labeled where it stands, and a tick at chance.
 * @example
 * const scores = await zeroShotExperiment({ tasks: ['flags', 'digits'] });
 * const bars = scores.select({ title: 'task' }, 'method', 'n', 'low', 'high', 'chance', { value: 'accuracy' });
 * show(accuracyFigure(bars, { metric: 'accuracy' }));
 */
export function accuracyFigure(table: Tidy<AccuracyRow>, options: AccuracyOptions = {}): Figure {
  const rows = tidyRows(options.name ?? 'accuracy', table, ['task', 'method', 'accuracy', 'low', 'high']);
  const tasks = distinct(rows.map((row) => row.task));
  const methods = distinct(rows.map((row) => row.method));
  const colors = methods.map((method, k) => NAMED.get(method) ?? PALETTE[k % PALETTE.length]);
  const offset = (method: number): number =>
    methods.length === 1 ? 0 : SPREAD * (method / (methods.length - 1) - 0.5);
  const dots = methods.map((method, m): PlotlyTrace => {
    const own = rows.filter((row) => row.method === method);
    return {
      type: 'scatter',
      mode: 'markers+text',
      name: method,
      x: own.map((row) => row.accuracy),
      y: own.map((row) => tasks.indexOf(row.task) + offset(m)),
      error_x: {
        type: 'data',
        symmetric: false,
        array: own.map((row) => row.high - row.accuracy),
        arrayminus: own.map((row) => row.accuracy - row.low),
        color: colors[m],
        thickness: 2,
        width: 0,
      },
      marker: { size: 11, color: colors[m] },
      hovertemplate: own.map(
        (row) =>
          `${plain(row.task)}, ${plain(method)}<br>${percent(row.accuracy)} (${percent(row.low)} to ${percent(row.high)})<extra></extra>`,
      ),
    };
  });
  // Labels stand right of the interval, not of the dot, so that the two never touch.
  const labels = rows.map((row) => {
    const m = methods.indexOf(row.method);
    const first = row.task === tasks[0];
    return {
      x: row.high,
      y: tasks.indexOf(row.task) + offset(m),
      xanchor: 'left',
      yanchor: 'middle',
      xshift: 8,
      showarrow: false,
      text: first ? `${percent(row.accuracy)}  <b>${plain(row.method)}</b>` : percent(row.accuracy),
      font: { color: colors[m] },
    };
  });
  const guesses = tasks.flatMap((task, y) => {
    const chance = rows.find((row) => row.task === task && row.chance !== undefined)?.chance;
    return chance === undefined ? [] : [{ task, y, chance }];
  });
  const chance: PlotlyTrace[] =
    guesses.length === 0
      ? []
      : [
          {
            type: 'scatter',
            mode: 'markers',
            name: 'chance',
            x: guesses.map((guess) => guess.chance),
            y: guesses.map((guess) => guess.y),
            marker: { symbol: 'line-ns', size: 26, line: { width: 2, color: COLORS.neutral } },
            hovertemplate: guesses.map(
              (guess) => `${plain(guess.task)}, guessing<br>${percent(guess.chance)}<extra></extra>`,
            ),
          },
        ];
  const guess = guesses.at(-1);
  const chanceLabel = guess
    ? [
        {
          x: guess.chance,
          y: guess.y,
          yshift: -24,
          xanchor: 'center',
          showarrow: false,
          text: 'chance',
          font: { color: FAINT_INK, size: 12 },
        },
      ]
    : [];
  const names = tasks.map((task) => wrapText(task, 26));
  const margin = {
    l: 30 + Math.ceil(7 * Math.max(...names.flat().map((line) => line.length))),
    r: 40,
    t: options.title ? 60 : 16,
    b: 56,
  };
  return drawable({
    kind: 'figure',
    name: options.name ?? 'accuracy',
    caption: options.caption ?? `Accuracy by task of ${methods.join(' and ')}, with intervals.`,
    data: [...chance, ...dots],
    layout: {
      ...plotFrame(margin, tasks.length * ROW, options.title),
      xaxis: {
        range: [0, 1.12],
        tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1],
        tickformat: '.0%',
        title: { text: options.metric ?? 'accuracy' },
      },
      yaxis: {
        range: [tasks.length - 0.5, -0.5],
        tickvals: tasks.map((_, k) => k),
        ticktext: names.map((lines) => lines.map(plain).join('<br>')),
        ticks: 'outside',
        ticklen: 6,
        tickcolor: 'rgba(0,0,0,0)',
        showgrid: false,
      },
      annotations: [...labels, ...chanceLabel],
    },
    table: rows,
  });
}
