import type { PlotlyLayout, PlotlyTrace } from '../figure.js';
import { FAINT_INK, INK, PAPER, TEXT } from '../theme.js';
import { axisReach, type Beside, unitsPerPixel } from './axisReach.js';
import { columnsFor, inColumns, type Panel, panelsBeside, widestName } from './panels.js';
import { plotFrame } from './plotFrame.js';
import { sharedTitle } from './sharedTitle.js';
import { NAMES_AXIS, type SideNames, sideNames } from './sideNames.js';
import { textWidth, widestOf } from './textWidth.js';
import { plain } from './wrapText.js';

/** One bar from zero. */
export interface RankedBar {
  readonly label: string;
  readonly value: number;
  /** What stands at its end. */
  readonly text: string;
  readonly color: string;
  /** Its value is only a bound: drawn hatched. */
  readonly bound?: boolean;
  /** Published by the paper: drawn pale, beside the measured ones. */
  readonly published: boolean;
}

/** Pixels that a row has at least, and those of its bar. */
const ROW = 22;
const BAR = 16;
/** Pixels between a bar and its text. */
const APART = 5;
/** Pixels at the left of a panel that has its names inside. */
const LEFT = 16;
/** The widest that a name inside gets, pixels. */
const WIDEST = 240;

/** A panel's bars from the top on, each with the pixels from there to its middle. */
interface Ranking {
  readonly bars: readonly RankedBar[];
  readonly names: SideNames;
  readonly middles: readonly number[];
  readonly height: number;
}

/**
 * Horizontal bars, longest value first: the paper's own beside what was measured, each under its heading; many without
 * them in two columns. Where bars go to both sides, a name stands at zero, on the side that its bar leaves free.
 */
export function rankedBars(
  bars: readonly RankedBar[],
  options: { readonly title?: string | undefined; readonly measure: string; readonly logarithmic?: boolean },
): { data: PlotlyTrace[]; layout: PlotlyLayout } {
  const log = options.logarithmic === true;
  const inside = bars.some(({ value }) => value < 0);
  const byValue = [...bars].sort((a, b) => b.value - a.value);
  const groups = [false, true].map((published) => byValue.filter((bar) => bar.published === published));
  const both = groups.every((group) => group.length > 0);
  const lists = both ? groups : inColumns(byValue, columnsFor(ROW * bars.length));
  const { panels, sides, rankings } = inside ? namedInside(lists) : namedBeside(lists);
  const height = Math.max(...rankings.map((ranking) => ranking.height));
  const drawn = ends(bars, log);
  const beside = rankings.map((ranking) => besideBars(ranking, log, inside));
  // The same in all panels, so that bars can be compared.
  const perPixel = Math.max(...panels.map(({ width }, k) => unitsPerPixel(beside[k]!, drawn, width)));
  const ranges = panels.map(({ width }, k) => axisReach(beside[k]!, drawn, width, perPixel));
  const margin = { ...sides, t: (options.title ? 60 : 16) + (both ? 24 : 0), b: 56 };
  const heading = (panel: Panel, text: string, color: string): object => ({
    ...{ xref: 'paper', yref: 'paper', x: panel.domain[0], y: 1, xanchor: 'left', yanchor: 'bottom', yshift: 4 },
    ...{ showarrow: false, text: `<b>${text}</b>`, font: { size: TEXT.normal, color } },
  });
  return {
    data: panels.map((panel, k) => barsOf(rankings[k]!, panel)),
    layout: {
      ...plotFrame(margin, height, options.title),
      ...Object.fromEntries(
        panels.flatMap((panel, k) => axesOf(rankings[k]!, panel, { log, inside, range: ranges[k]!, height })),
      ),
      annotations: [
        ...panels.flatMap((panel, k) => endTexts(rankings[k]!, panel, log)),
        ...(inside ? panels.flatMap((panel, k) => namesAtZero(rankings[k]!, panel)) : []),
        ...(both ? [heading(panels[0]!, 'measured here', INK), heading(panels[1]!, 'published', FAINT_INK)] : []),
        sharedTitle(options.measure),
      ],
    },
  };
}

interface Rankings {
  readonly panels: readonly Panel[];
  readonly sides: { readonly l: number; readonly r: number };
  readonly rankings: readonly Ranking[];
}

/** Panels with their names at the left. */
function namedBeside(lists: readonly (readonly RankedBar[])[]): Rankings {
  const rankings = lists.map((list) => ranked(list, widestName(lists.length)));
  return { rankings, ...panelsBeside(rankings.map(({ names }) => names.margin)) };
}

/** Panels with their names inside, at zero: each half has to hold one, so that longer names take a wider panel. */
function namedInside(lists: readonly (readonly RankedBar[])[]): Rankings {
  const longest = lists.map((list) =>
    Math.min(
      WIDEST,
      widestOf(
        list.map(({ label }) => label),
        TEXT.small,
      ),
    ),
  );
  const frame = panelsBeside(
    lists.map(() => LEFT),
    longest.map((width) => Math.max(width, WIDEST / 2)),
  );
  const rankings = lists.map((list, k) => ranked(list, frame.panels[k]!.width / 2 - 2 * APART, TEXT.small));
  return { rankings, ...frame };
}

function ranked(bars: readonly RankedBar[], widest: number, size: number = TEXT.normal): Ranking {
  const names = sideNames(
    bars.map(({ label }) => label),
    widest,
    size,
  );
  let height = 0;
  const middles = names.heights.map((lines) => {
    const row = Math.max(ROW, lines + 4);
    height += row;
    return height - row / 2;
  });
  return { bars, names, middles, height };
}

/** What is drawn, in the unit of the axis. */
function ends(bars: readonly RankedBar[], log: boolean): [number, number] {
  const values = bars.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // A power of ten below the least, so that its bar still has a length.
  return log
    ? [Math.min(-1, Math.ceil(Math.log10(least)) - 1), Math.log10(most)]
    : [Math.min(0, least), Math.max(0, most)];
}

/** Numbers beyond the ends of bars, and names beyond zero. */
function besideBars({ bars, names }: Ranking, log: boolean, inside: boolean): Beside[] {
  return bars.flatMap(({ value, text }, k) => {
    const number = 2 * APART + textWidth(text, TEXT.small);
    const name = inside ? 2 * APART + widestOf(names.lines[k]!, TEXT.small) : 0;
    return value < 0
      ? [
          { value, before: number },
          { value: 0, after: name },
        ]
      : [{ value: log ? Math.log10(value) : value, after: number }, ...(inside ? [{ value: 0, before: name }] : [])];
  });
}

const barsOf = ({ bars, middles }: Ranking, { id }: Panel): PlotlyTrace => ({
  type: 'bar',
  orientation: 'h',
  xaxis: `x${id}`,
  yaxis: `y${id}`,
  x: bars.map(({ value }) => value),
  y: middles,
  width: BAR,
  marker: {
    color: bars.map(({ color }) => color),
    opacity: bars.map(({ published }) => (published ? 0.45 : 1)),
    pattern: { shape: bars.map(({ bound }) => (bound ? '/' : '')), fillmode: 'overlay', fgcolor: PAPER },
  },
  hovertemplate: bars.map(({ label, text }) => `${plain(label)}<br>${plain(text)}<extra></extra>`),
});

function axesOf(
  { names, middles }: Ranking,
  { id, domain }: Panel,
  { log, inside, range, height }: { log: boolean; inside: boolean; range: [number, number]; height: number },
): [string, object][] {
  const scale = log ? { type: 'log', dtick: 1 } : { zeroline: true, zerolinecolor: FAINT_INK };
  const labeled = inside ? { tickvals: [] } : { tickvals: middles, ticktext: names.texts };
  return [
    [`xaxis${id}`, { domain, range, anchor: `y${id}`, ...scale }],
    [`yaxis${id}`, { range: [height, 0], anchor: `x${id}`, ...labeled, ...NAMES_AXIS }],
  ];
}

const endTexts = ({ bars, middles }: Ranking, { id }: Panel, log: boolean): object[] =>
  bars.map(({ value, text }, k) => ({
    ...{ xref: `x${id}`, yref: `y${id}`, x: log ? Math.log10(value) : value, y: middles[k] },
    ...{ xanchor: value < 0 ? 'right' : 'left', yanchor: 'middle', xshift: value < 0 ? -APART : APART, borderpad: 0 },
    ...{ showarrow: false, text: plain(text), font: { size: TEXT.small, color: FAINT_INK } },
  }));

const namesAtZero = ({ bars, names, middles }: Ranking, { id }: Panel): object[] =>
  bars.map(({ value }, k) => ({
    ...{ xref: `x${id}`, yref: `y${id}`, x: 0, y: middles[k], align: value < 0 ? 'left' : 'right' },
    ...{ xanchor: value < 0 ? 'left' : 'right', yanchor: 'middle', xshift: value < 0 ? APART : -APART, borderpad: 0 },
    ...{ showarrow: false, text: names.texts[k], font: { size: TEXT.small, color: INK } },
  }));
