import { UserError } from '../../io/userError.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { SEQUENTIAL, TEXT, THEME } from '../theme.js';
import { WIDTH } from './plotFrame.js';
import { lineHeight, textWidth, widestOf } from './textWidth.js';
import { plain, plainLines, wrapText } from './wrapText.js';

/** What `confusionFigure` draws. */
export interface ConfusionOptions extends FigureOptions {
  /** [K] */
  readonly classNames: readonly string[];
  /** [N], 0..K-1 */
  readonly labels: ArrayLike<number>;
  /** [N], 0..K-1 */
  readonly predicted: ArrayLike<number>;
  /** Stands above the grid, e.g. the accuracy. */
  readonly headline?: string;
}

/** The widest line of a class name, pixels. */
const NAME = 150;
const NAME_LINES = 2;
/** Pixels of all cells in height, and of one at most. */
const CELLS = 460;
const CELL = 52;
/** Pixels between a name and the figure's edge: the title of the axis, and around it. */
const BESIDE = 64;
const NARROWEST = 560;
const HEADLINE = 15;

/**
 * How often each class (a row) was taken for each class (a column), as shares of the row; the counts stand in the
 * cells.
 * @example
 * const classNames = ['cat', 'dog'];
 * show(confusionFigure({ classNames, labels: [0, 0, 1, 1], predicted: [0, 1, 1, 1] }));
 */
export function confusionFigure(options: ConfusionOptions): Figure {
  const { classNames, labels, predicted, headline, name = 'confusion' } = options;
  const K = classNames.length;
  if (K === 0) throw new UserError(`${name}: there are no classes, and at least one is drawn: name some.`);
  const counts = classNames.map(() => new Array<number>(K).fill(0));
  for (let n = 0; n < labels.length; n++) {
    const row = counts[labels[n]!];
    if (row?.[predicted[n]!] === undefined) {
      throw new UserError(
        `${name}: image ${n} is of class ${labels[n]}, taken for ${predicted[n]}; there are ${K}: give the names of all classes.`,
      );
    }
    row[predicted[n]!]!++;
  }
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = counts.map((row, k) => row.map((count) => (totals[k]! > 0 ? count / totals[k]! : 0)));
  // As many lines as a cell has room for.
  const roughly = CELLS / K / lineHeight(TEXT.normal);
  const most = Math.max(1, Math.min(NAME_LINES, Math.floor(roughly)));
  const wrapped = classNames.map((label) => wrapText(label, NAME, { size: TEXT.normal, most }));
  const side = widestOf(wrapped.flat(), TEXT.normal);
  const left = side + BESIDE;
  const cell = Math.min(CELL, CELLS / K, (WIDTH - left - 24) / K);
  // Names and counts that have no room are left to the pointer.
  const tall = lineHeight(TEXT.normal) * Math.max(...wrapped.map((lines) => lines.length));
  const every = Math.max(1, Math.ceil(tall / cell));
  const named = classNames.map((_, k) => k).filter((k) => k % every === 0);
  const size = cell < CELL / 2 ? TEXT.small : TEXT.normal;
  const longest = String(Math.max(0, ...counts.flat()));
  const counted = cell > lineHeight(size) && textWidth(longest, size) < cell - 2;
  const width = Math.max(NARROWEST, left + K * cell + 24);
  const above = headline === undefined ? [] : wrapText(headline, width - 32, { size: HEADLINE, most: 3 });
  const margin = {
    l: left,
    r: width - left - K * cell,
    t: 16 + (above.length > 0 ? 12 + above.length * lineHeight(HEADLINE) : 0),
    b: Math.ceil(0.7 * side) + 64,
  };
  const gap = cell < 8 ? 0 : 1;
  const positions = classNames.map((_, k) => k);
  const ticks = { tickvals: named, ticktext: named.map((k) => plainLines(wrapped[k]!)), showgrid: false };
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `How often each class was taken for each other, of ${labels.length} images.`,
    data: [
      {
        type: 'heatmap',
        z: shares,
        zmin: 0,
        zmax: 1,
        x: positions,
        y: positions,
        text: counts.map((row) => row.map((count) => (count > 0 ? String(count) : ''))),
        textfont: { size },
        texttemplate: counted ? '%{text}' : '',
        colorscale: SEQUENTIAL,
        showscale: false,
        xgap: gap,
        ygap: gap,
        customdata: counts.map((row, k) =>
          row.map(
            (count, j) => `${count} of ${totals[k]} ${plain(classNames[k]!)}<br>taken for ${plain(classNames[j]!)}`,
          ),
        ),
        hovertemplate: '%{customdata}<extra></extra>',
      },
    ],
    layout: {
      template: THEME,
      width,
      height: margin.t + K * cell + margin.b,
      margin,
      xaxis: { ...ticks, tickangle: -40, title: { text: 'taken for' } },
      yaxis: { ...ticks, range: [K - 0.5, -0.5], title: { text: 'true class', standoff: 14 } },
      annotations:
        above.length === 0
          ? []
          : [
              {
                xref: 'paper',
                yref: 'paper',
                x: 0,
                y: 1,
                xanchor: 'left',
                yanchor: 'bottom',
                xshift: 16 - margin.l,
                yshift: 12,
                align: 'left',
                showarrow: false,
                text: plainLines(above),
                font: { size: HEADLINE },
              },
            ],
    },
    table: counts.flatMap((row, k) =>
      row.map((count, j) => ({ class: classNames[k]!, takenFor: classNames[j]!, images: count })),
    ),
  });
}
