import type { ImageBatch } from '../image/imageBatch.js';
import type { Figure, FigureOptions } from './figure.js';
import { FAINT_INK, THEME } from './theme.js';
import { thumbnails } from './thumbnails.js';
import { plain, wrapText } from './wrapText.js';

export interface SamplesOptions extends FigureOptions {
  readonly images: ImageBatch;
  /** A line or two below each picture. */
  readonly captions: readonly string[];
  readonly columns?: number;
}

const CELL = { width: 128, picture: 84, characters: 18, line: 15 };
const MAX_LINES = 3;

/** Pictures in a grid, each above its caption. */
export function samplesFigure(options: SamplesOptions): Figure {
  const { images, captions, columns = 6 } = options;
  const across = Math.min(columns, images.count);
  const down = Math.ceil(images.count / across);
  const wrapped = captions.map((caption) => wrapText(caption, CELL.characters).slice(0, MAX_LINES));
  const cellHeight = CELL.picture + 14 + CELL.line * Math.max(1, ...wrapped.map((lines) => lines.length));
  const plot = { width: across * CELL.width, height: down * cellHeight };
  const margin = { l: 12, r: 12, t: options.title ? 56 : 12, b: 8 };
  const left = (k: number): number => ((k % across) + 0.5) / across;
  const top = (k: number): number => 1 - (Math.floor(k / across) * cellHeight) / plot.height;
  return {
    kind: 'figure',
    name: options.name ?? 'samples',
    caption: options.caption ?? `${images.count} pictures with their captions.`,
    data: [],
    layout: {
      template: THEME,
      width: margin.l + plot.width + margin.r,
      height: margin.t + plot.height + margin.b,
      margin,
      ...(options.title ? { title: { text: plain(options.title), pad: { l: 16, t: 18 } } } : {}),
      xaxis: { visible: false, fixedrange: true },
      yaxis: { visible: false, fixedrange: true },
      images: thumbnails(images).map((source, k) => ({
        source,
        xref: 'paper',
        yref: 'paper',
        x: left(k),
        y: top(k),
        xanchor: 'center',
        yanchor: 'top',
        sizex: CELL.picture / plot.width,
        sizey: CELL.picture / plot.height,
        sizing: 'contain',
      })),
      annotations: wrapped.map((lines, k) => ({
        xref: 'paper',
        yref: 'paper',
        x: left(k),
        y: top(k) - (CELL.picture + 2) / plot.height,
        xanchor: 'center',
        yanchor: 'top',
        showarrow: false,
        text: lines.map(plain).join('<br>'),
        font: { size: 11.5, color: FAINT_INK },
      })),
    },
    table: captions.map((caption, image) => ({ image, caption })),
  };
}
