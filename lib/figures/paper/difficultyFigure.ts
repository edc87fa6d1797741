import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { NAMES_AXIS, sideNames } from '../charts/sideNames.js';
import { FAINT_INK, GRID, PALETTE } from '../theme.js';
import { chosenColumns, type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** How far somebody names the images of a class rightly. */
export type DifficultyRow = {
  readonly class: string;
  /** Who, and out of how many examples. */
  readonly series: string;
  /** 0..1 */
  readonly accuracy: number;
};

const ROW = 20;
const SYMBOLS = ['circle', 'diamond', 'square', 'triangle-up', 'cross', 'x'];
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/**
 * Classes down the side, the easiest of the first series on top, each with a mark a series (Figure 16 of the paper):
 * how far others find hard what the first one does. A class that a series has no number for is without its mark.
 * @example
 * const answers = modelAnswers(await humanExperiment());
 * const rows = classAccuracies(answers, 0).derive({ series: () => 'zero-shot' });
 * show(difficultyFigure(rows));
 */
export function difficultyFigure(table: Tidy<DifficultyRow>, options: FigureOptions = {}): Figure {
  const name = options.name ?? 'difficulty';
  const rows = tidyRows(name, table, ['class', 'series', 'accuracy']).map((row) =>
    chosenColumns(row, ['class', 'series', 'accuracy']),
  );
  const series = [...new Set(rows.map((row) => row.series))];
  const first = rows.filter((row) => row.series === series[0]).sort((a, b) => b.accuracy - a.accuracy);
  const classes = [...new Set([...first, ...rows].map((row) => row.class))];
  const colors = series.map((_, k) => PALETTE[k % PALETTE.length]!);
  const marks = series.map((one, k): PlotlyTrace => {
    const own = rows.filter((row) => row.series === one);
    return {
      type: 'scatter',
      mode: 'markers',
      name: one,
      x: own.map(({ accuracy }) => accuracy),
      y: own.map((row) => classes.indexOf(row.class)),
      marker: { size: 10, color: colors[k], symbol: SYMBOLS[k % SYMBOLS.length] },
      cliponaxis: false,
      hovertemplate: own.map((row) => `${plain(row.class)}, ${plain(one)}<br>${percent(row.accuracy)}<extra></extra>`),
    };
  });
  const names = sideNames(classes);
  const row = Math.max(ROW, ...names.heights.map((height) => height + 4));
  const margin = {
    l: names.margin,
    r: 32,
    t: (options.title ? 60 : 16) + 24,
    b: 56,
  };
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `Accuracy by class, the easiest of ${series[0]} on top.`,
    data: marks,
    layout: {
      ...plotFrame(margin, classes.length * row, options.title),
      xaxis: { range: [-0.02, 1.02], tickformat: '.0%', tick0: 0, dtick: 0.2, title: { text: 'accuracy' } },
      yaxis: {
        range: [classes.length - 0.5, -0.5],
        tickvals: classes.map((_, k) => k),
        ticktext: names.texts,
        ...NAMES_AXIS,
      },
      // From the mark most to the left to that most to the right, so that those of a class are seen together.
      shapes: classes.map((name, y) => {
        const own = rows.filter((row) => row.class === name).map(({ accuracy }) => accuracy);
        const line = { color: own.length > 1 ? FAINT_INK : GRID, width: 0.7 };
        return { type: 'line', layer: 'below', x0: Math.min(...own), x1: Math.max(...own), y0: y, y1: y, line };
      }),
      annotations: [
        {
          ...{ xref: 'paper', x: 0, xanchor: 'left', yref: 'paper', y: 1, yanchor: 'bottom', yshift: 4 },
          showarrow: false,
          text: series
            .map((one, k) => `<span style="color:${colors[k]}">${MARKS[k % MARKS.length]} ${plain(one)}</span>`)
            .join('   '),
        },
      ],
    },
    table: rows,
  });
}

/** The symbols as letters. */
const MARKS = ['●', '◆', '■', '▲', '✚', '✖'];
