import type { PlotlyLayout } from '../figure.js';
import { FAINT_INK } from '../theme.js';
import { titled } from './titled.js';
import { plain, wrapText } from './wrapText.js';

/** A cell of a grid: images above their caption. Pixels. */
export interface CaptionedCell {
  readonly width: number;
  /** Side of an image. */
  readonly image: number;
  /** Room between the images and the next row, beside the caption's lines. */
  readonly around: number;
  /** Characters of a line of the caption. */
  readonly characters: number;
  /** Height of such a line. */
  readonly line: number;
}

const MAX_LINES = 3;

/** Where things lie in a grid, in shares of the plot, and what is drawn of it beside the images. */
export interface CaptionedGrid {
  readonly plot: { readonly width: number; readonly height: number };
  /** The middle of cell k, from the left. */
  readonly middle: (k: number) => number;
  /** The top of cell k, from the bottom. */
  readonly top: (k: number) => number;
  /** Size, margins, title and hidden axes. */
  readonly frame: PlotlyLayout;
  /** The captions. */
  readonly annotations: object[];
}

/** A grid of `count` cells with captions of at most three lines. */
export function captionedGrid(
  count: number,
  captions: readonly string[],
  options: { readonly columns: number; readonly cell: CaptionedCell; readonly title?: string | undefined },
): CaptionedGrid {
  const { columns, cell, title } = options;
  const wrapped = captions.map((caption) => wrapText(caption, cell.characters).slice(0, MAX_LINES));
  const height = cell.image + cell.around + cell.line * Math.max(1, ...wrapped.map((lines) => lines.length));
  const plot = { width: columns * cell.width, height: Math.max(1, Math.ceil(count / columns)) * height };
  const margin = { l: 12, r: 12, t: title ? 56 : 12, b: 8 };
  const middle = (k: number): number => ((k % columns) + 0.5) / columns;
  const top = (k: number): number => 1 - (Math.floor(k / columns) * height) / plot.height;
  return {
    plot,
    middle,
    top,
    frame: {
      width: margin.l + plot.width + margin.r,
      height: margin.t + plot.height + margin.b,
      margin,
      ...titled(title),
      xaxis: { visible: false, fixedrange: true },
      yaxis: { visible: false, fixedrange: true },
    },
    annotations: wrapped.map((lines, k) => ({
      xref: 'paper',
      yref: 'paper',
      x: middle(k),
      y: top(k) - (cell.image + 2) / plot.height,
      xanchor: 'center',
      yanchor: 'top',
      showarrow: false,
      text: lines.map(plain).join('<br>'),
      font: { size: 11.5, color: FAINT_INK },
    })),
  };
}
