import type { PlotlyLayout } from '../figure.js';
import { FAINT_INK, TEXT } from '../theme.js';
import { WIDTH } from './plotFrame.js';
import { lineHeight } from './textWidth.js';
import { titled } from './titled.js';
import { plainLines, wrapText } from './wrapText.js';

/** A cell of a grid: images above their caption. Pixels. */
export interface CaptionedCell {
  /** At most: so many stand in a row that all are in the figure. */
  readonly width: number;
  /** Side of an image. */
  readonly image: number;
  /** Room between the images and the next row, beside the caption's lines. */
  readonly around: number;
  /** Lines of a caption; more are cut. */
  readonly lines: number;
}

const SIDE = 12;
/** A cell in which something can still be seen, pixels. */
const NARROWEST = 24;
/** Pixels between two captions. */
const APART = 10;

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

/** The width of a cell where so many stand in a row, pixels. */
export const cellWidth = (cell: CaptionedCell, columns: number): number =>
  Math.max(NARROWEST, Math.min(cell.width, Math.floor((WIDTH - 2 * SIDE) / columns)));

/** A grid of `count` cells, no wider than a figure is. */
export function captionedGrid(
  count: number,
  captions: readonly string[],
  options: { readonly columns: number; readonly cell: CaptionedCell; readonly title?: string | undefined },
): CaptionedGrid {
  const { columns, cell, title } = options;
  const across = cellWidth(cell, columns);
  const wrapped = captions.map((caption) => wrapText(caption, across - APART, { size: TEXT.small, most: cell.lines }));
  const most = Math.max(1, ...wrapped.map((lines) => lines.length));
  const height = cell.image + cell.around + lineHeight(TEXT.small) * most;
  const plot = { width: columns * across, height: Math.max(1, Math.ceil(count / columns)) * height };
  const margin = { l: SIDE, r: SIDE, t: title ? 56 : 12, b: 8 };
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
      text: plainLines(lines),
      font: { size: TEXT.small, color: FAINT_INK },
    })),
  };
}
