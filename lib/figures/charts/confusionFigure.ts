import { UserError } from '../../io/userError.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { SEQUENTIAL, THEME } from '../theme.js';
import { plain, wrapText } from './wrapText.js';

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

const LINE_CHARACTERS = 22;
const CELLS = 400;

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
  const names = classNames.map((label) => wrapText(label, LINE_CHARACTERS).map(plain).join('<br>'));
  const longest = Math.max(
    ...classNames.flatMap((label) => wrapText(label, LINE_CHARACTERS).map((line) => line.length)),
  );
  const cell = Math.max(22, Math.min(52, Math.floor(CELLS / K)));
  const side = 7 * longest;
  const margin = { l: side + 44, r: 24, t: headline === undefined ? 16 : 52, b: Math.ceil(0.75 * side) + 56 };
  const positions = classNames.map((_, k) => k);
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
        texttemplate: '%{text}',
        colorscale: SEQUENTIAL,
        showscale: false,
        xgap: 1,
        ygap: 1,
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
      width: Math.max(560, margin.l + K * cell + margin.r),
      height: margin.t + K * cell + margin.b,
      margin: { ...margin, r: Math.max(margin.r, 560 - margin.l - K * cell) },
      xaxis: { tickvals: positions, ticktext: names, tickangle: -40, showgrid: false, title: { text: 'taken for' } },
      yaxis: { tickvals: positions, ticktext: names, autorange: 'reversed', showgrid: false },
      annotations:
        headline === undefined
          ? []
          : [
              {
                xref: 'paper',
                yref: 'paper',
                x: 0,
                y: 1,
                xanchor: 'left',
                yanchor: 'bottom',
                yshift: 12,
                showarrow: false,
                text: plain(headline),
                font: { size: 15 },
              },
            ],
    },
    table: counts.flatMap((row, k) =>
      row.map((count, j) => ({ class: classNames[k]!, takenFor: classNames[j]!, images: count })),
    ),
  });
}
