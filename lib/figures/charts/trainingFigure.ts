import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame, plotWidth } from './plotFrame.js';
import { COLORS, FAINT_INK, PALETTE, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { readable } from './readable.js';
import { plain, shorten } from './wrapText.js';

/** One record of a training log. */
export type TrainingRow = {
  readonly pairsSeen: number;
  readonly loss: number;
  /** 0..1, where it was measured. */
  readonly accuracy?: number | null;
};

/** How `trainingFigure` draws. */
export interface TrainingOptions extends FigureOptions {
  /** The loss of a model that cannot tell pairs apart, ln(batch): a line to fall from. */
  readonly lossAtChance?: number;
  /** What `accuracy` is, e.g. `zero-shot top-1, noto names`. */
  readonly accuracyLabel?: string;
}

const PANEL_HEIGHT = 210;

/** A line has a gap where its run diverged. */
const orGap = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Loss, and below it accuracy where there is any, against the pairs seen. The last value stands at the end of each
 * line.
 * @example
 * const log = await readTrainingLog('mini-rn');
 * const rows = log.map(({ pairsSeen, loss, validationTop1 }) => ({ pairsSeen, loss, accuracy: validationTop1 ?? null
 * })); show(trainingFigure(rows, { lossAtChance: Math.log(findRecipe('mini-rn').batchSize) }));
 */
export function trainingFigure(table: Tidy<TrainingRow>, options: TrainingOptions = {}): Figure {
  const rows = tidyRows(options.name ?? 'training', table, ['pairsSeen', 'loss'], true);
  const finite = rows.filter((row) => Number.isFinite(row.pairsSeen) && Number.isFinite(row.loss));
  const measured = rows.filter((row) => Number.isFinite(row.pairsSeen) && Number.isFinite(row.accuracy));
  const two = measured.length > 0;
  const gap = 0.13;
  const margin = { l: 72, r: 96, t: options.title ? 84 : 30, b: 56 };
  const line = (
    points: readonly TrainingRow[],
    of: (row: TrainingRow) => number,
    axis: string,
    color: string,
    format: string,
  ): PlotlyTrace => ({
    type: 'scatter',
    mode: points.length > 60 ? 'lines' : 'lines+markers',
    x: points.map((row) => orGap(row.pairsSeen)),
    y: points.map(of).map(orGap),
    xaxis: 'x',
    yaxis: axis,
    line: { color: color, width: 2.5 },
    marker: { color: color, size: 6 },
    cliponaxis: false,
    hovertemplate: `%{x:,} pairs<br>%{y:${format}}<extra></extra>`,
  });
  const end = (row: TrainingRow | undefined, value: number, text: string, axis: string, color: string): unknown[] =>
    row
      ? [
          {
            x: row.pairsSeen,
            y: value,
            xref: 'x',
            yref: axis,
            xanchor: 'left',
            xshift: 10,
            showarrow: false,
            text: `<b>${text}</b>`,
            font: { color: readable(color) },
          },
        ]
      : [];
  const heading = (text: string, axis: string): unknown => ({
    x: 0,
    xref: 'paper',
    y: 1,
    yref: `${axis} domain`,
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: 4,
    showarrow: false,
    text: plain(shorten(text, plotWidth(margin), TEXT.normal)),
    font: { color: FAINT_INK },
  });
  const last = finite.at(-1);
  const lastMeasured = measured.at(-1);
  const accuracyLabel = options.accuracyLabel ?? 'accuracy';
  const chance = options.lossAtChance;
  return drawable({
    kind: 'figure',
    name: options.name ?? 'training',
    caption:
      options.caption ?? `Contrastive loss${two ? ' and ' + accuracyLabel : ''} against the pairs seen in training.`,
    data: [
      line(rows, (row) => row.loss, 'y', PALETTE[0], '.3f'),
      ...(two ? [line(measured, (row) => row.accuracy ?? NaN, 'y2', COLORS.right, '.1%')] : []),
    ],
    layout: {
      ...plotFrame(margin, two ? 2 * PANEL_HEIGHT : PANEL_HEIGHT + 40, options.title),
      xaxis: {
        title: { text: 'image–text pairs seen' },
        rangemode: 'tozero',
        tickformat: '~s',
        showgrid: false,
        anchor: two ? 'y2' : 'y',
      },
      yaxis: { domain: two ? [0.5 + gap / 2, 1] : [0, 1], rangemode: 'tozero' },
      ...(two ? { yaxis2: { domain: [0, 0.5 - gap / 2], rangemode: 'tozero', tickformat: '.0%' } } : {}),
      shapes:
        chance === undefined
          ? []
          : [
              {
                type: 'line',
                xref: 'paper',
                x0: 0,
                x1: 1,
                y0: chance,
                y1: chance,
                line: { color: COLORS.neutral, width: 1.5, dash: 'dash' },
              },
            ],
      annotations: [
        heading('contrastive loss', 'y'),
        ...(two ? [heading(accuracyLabel, 'y2')] : []),
        ...end(last, last?.loss ?? NaN, (last?.loss ?? NaN).toFixed(2), 'y', PALETTE[0]),
        ...end(
          lastMeasured,
          lastMeasured?.accuracy ?? NaN,
          `${(100 * (lastMeasured?.accuracy ?? NaN)).toFixed(1)}%`,
          'y2',
          COLORS.right,
        ),
        ...(chance === undefined
          ? []
          : [
              {
                x: 1,
                xref: 'paper',
                y: chance,
                yref: 'y',
                xanchor: 'right',
                yanchor: 'bottom',
                yshift: 2,
                showarrow: false,
                text: `knowing nothing: ln(batch) = ${chance.toFixed(2)}`,
                font: { color: FAINT_INK, size: TEXT.small },
              },
            ]),
      ],
    },
    table: rows,
  });
}
