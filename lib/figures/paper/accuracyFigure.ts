import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { axisReach } from '../charts/axisReach.js';
import { keyAbove, keyName } from '../charts/keyAbove.js';
import { columnsFor, inColumns, panelsBeside, widestName } from '../charts/panels.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { readable } from '../charts/readable.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { sharedTitle } from '../charts/sharedTitle.js';
import { NAMES_AXIS, type SideNames, sideNames } from '../charts/sideNames.js';
import { textWidth } from '../charts/textWidth.js';
import { COLORS, PALETTE, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

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

/** Pixels of a method's dot with its label, and between two tasks. */
const LINE = 19;
const GAP = 11;
/** A panel that has room for a tick every fifth, pixels. */
const ROOMY = 300;
/** Pixels between an interval and its label, and around that. */
const BESIDE = 8;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['zero-shot', COLORS.zeroShot],
  ['linear probe', COLORS.supervised],
]);
const distinct = (values: readonly string[]): string[] => [...new Set(values)];
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** A column of tasks. */
interface Column {
  readonly tasks: readonly string[];
  readonly names: SideNames;
}

/**
 * Tasks down the side, many in two columns; for each a dot and interval a method with its value, and a tick at chance.
 * @example
 * const scores = await zeroShotExperiment({ tasks: ['flags', 'digits'] });
 * const bars = scores.select({ title: 'task' }, 'method', 'n', 'low', 'high', 'chance', { value: 'accuracy' });
 * show(accuracyFigure(bars, { metric: 'accuracy' }));
 */
export function accuracyFigure(table: Tidy<AccuracyRow>, options: AccuracyOptions = {}): Figure {
  const rows = tidyRows(options.name ?? 'accuracy', table, ['task', 'method', 'accuracy', 'low', 'high']);
  const tasks = distinct(rows.map((row) => row.task));
  const methods = distinct(rows.map((row) => row.method));
  const colors = colorsOf(methods);
  const lines = methods.length * LINE + GAP;
  const columns = columnsOf(tasks, columnsFor(tasks.length * lines));
  const { panels, sides } = panelsBeside(columns.map(({ names }) => names.margin));
  const band = Math.max(lines, ...columns.flatMap(({ names }) => names.heights.map((height) => height + 6)));
  const columnOf = (task: string): number => columns.findIndex((column) => column.tasks.includes(task));
  // Heights in units of a band, the first task on top.
  const line = (task: string): number => columns[columnOf(task)]!.tasks.indexOf(task);
  const at = ({ task, method }: AccuracyRow): number =>
    line(task) + ((methods.indexOf(method) - (methods.length - 1) / 2) * LINE) / band;
  const guesses = tasks.flatMap((task) => {
    const chance = rows.find((row) => row.task === task && row.chance !== undefined)?.chance;
    return chance === undefined ? [] : [{ task, chance }];
  });
  const inKey = methods.length > 1 || guesses.length > 0;
  const axes = (k: number) => ({ xaxis: `x${panels[k]!.id}`, yaxis: `y${panels[k]!.id}` });
  const chance = panels.flatMap((_, k): PlotlyTrace[] => {
    const own = guesses.filter(({ task }) => columnOf(task) === k);
    if (own.length === 0) return [];
    return [
      {
        ...{ type: 'scatter', mode: 'markers', name: 'chance', legendgroup: 'chance', ...axes(k) },
        showlegend: k === columnOf(guesses[0]!.task),
        x: own.map((guess) => guess.chance),
        y: own.map((guess) => line(guess.task)),
        marker: { symbol: 'line-ns', size: Math.min(26, band - 8), line: { width: 2, color: COLORS.neutral } },
        hovertemplate: own.map((guess) => `${plain(guess.task)}, guessing<br>${percent(guess.chance)}<extra></extra>`),
      },
    ];
  });
  const dots = methods.flatMap((method, m) => {
    const all = rows.filter((row) => row.method === method);
    return panels.flatMap((_, k): PlotlyTrace[] => {
      const own = all.filter((row) => columnOf(row.task) === k);
      if (own.length === 0) return [];
      return [
        {
          ...{ type: 'scatter', mode: 'markers', name: keyName(method), legendgroup: `method ${m}`, ...axes(k) },
          showlegend: inKey && k === columnOf(all[0]!.task),
          x: own.map((row) => row.accuracy),
          y: own.map(at),
          error_x: {
            type: 'data',
            symmetric: false,
            array: own.map((row) => row.high - row.accuracy),
            arrayminus: own.map((row) => row.accuracy - row.low),
            color: colors[m],
            thickness: 2,
            width: 0,
          },
          marker: { size: 10, color: colors[m], symbol: seriesStyle(m).symbol },
          hovertemplate: own.map(
            (row) =>
              `${plain(row.task)}, ${plain(method)}<br>${percent(row.accuracy)} (${percent(row.low)} to ${percent(row.high)})<extra></extra>`,
          ),
        },
      ];
    });
  });
  // Labels stand right of the interval, not of the dot, so that the two never touch.
  const labels = rows.map((row) => {
    const { id } = panels[columnOf(row.task)]!;
    return {
      ...{ xref: `x${id}`, yref: `y${id}`, x: Math.max(row.high, row.accuracy), y: at(row) },
      ...{ xanchor: 'left', yanchor: 'middle', xshift: BESIDE, borderpad: 0, showarrow: false },
      ...{
        text: percent(row.accuracy),
        font: { size: TEXT.small, color: readable(colors[methods.indexOf(row.method)]!) },
      },
    };
  });
  const names = [...(guesses.length > 0 ? ['chance'] : []), ...methods];
  const { key, height: above } = keyAbove(inKey ? names : [], plotWidth(sides));
  const margin = { ...sides, t: (options.title ? 60 : 16) + above, b: 56 };
  const beside = rows.map(({ accuracy, high }) => ({
    value: Math.max(high, accuracy),
    after: 2 * BESIDE + textWidth(percent(accuracy), TEXT.small),
  }));
  const range = axisReach(beside, [Math.min(0, ...rows.map(({ low }) => low)), 1], panels[0]!.width);
  const most = Math.max(...columns.map((column) => column.tasks.length));
  return drawable({
    kind: 'figure',
    name: options.name ?? 'accuracy',
    caption: options.caption ?? `Accuracy by task of ${methods.join(' and ')}, with intervals.`,
    data: [...chance, ...dots],
    layout: {
      ...plotFrame(margin, most * band, options.title),
      ...key,
      ...Object.fromEntries(
        panels.flatMap(({ id, domain, width }, k): [string, object][] => {
          const { tasks: own, names: written } = columns[k]!;
          const tickvals = own.map((_, place) => place);
          return [
            [
              `xaxis${id}`,
              {
                domain,
                range,
                anchor: `y${id}`,
                tickvals: width < ROOMY ? [0, 0.5, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1],
                tickformat: '.0%',
              },
            ],
            [
              `yaxis${id}`,
              { range: [most - 0.5, -0.5], anchor: `x${id}`, tickvals, ticktext: written.texts, ...NAMES_AXIS },
            ],
          ];
        }),
      ),
      annotations: [...labels, sharedTitle(options.metric ?? 'accuracy')],
    },
    table: rows,
  });
}

/** The same color for a method wherever it is known, and none twice while there are others. */
function colorsOf(methods: readonly string[]): string[] {
  const named = methods.flatMap((method) => NAMED.get(method) ?? []);
  const others = PALETTE.filter((color) => !named.includes(color));
  let next = 0;
  return methods.map((method) => NAMED.get(method) ?? others[next++ % others.length]!);
}

const columnsOf = (tasks: readonly string[], columns: number): Column[] =>
  inColumns(tasks, columns).map((own) => ({ tasks: own, names: sideNames(own, widestName(columns)) }));
