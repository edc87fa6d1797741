import type { ImageBatch } from '../image/imageBatch.js';
import type { Figure, FigureOptions } from './figure.js';
import { FAINT_INK, THEME } from './theme.js';
import { thumbnails } from './thumbnails.js';
import { plain, wrapText } from './wrapText.js';

export interface PairsOptions extends FigureOptions {
  /** Picture k of the one stands beside picture k of the other. */
  readonly left: ImageBatch;
  readonly right: ImageBatch;
  /** A few words below each pair. */
  readonly captions: readonly string[];
  /** Pairs in a row. Default 4. */
  readonly columns?: number;
}

const CELL = { width: 186, picture: 76, gap: 8, characters: 27, line: 15 };
const MAX_LINES = 3;

/** Pictures in pairs, each pair above its caption: to judge by eye whether they are the same. */
export function pairsFigure(options: PairsOptions): Figure {
  const { left, right, captions, columns = 4 } = options;
  if (left.count !== right.count || left.count !== captions.length)
    throw new RangeError(`${left.count} and ${right.count} pictures with ${captions.length} captions are no pairs`);
  const down = Math.max(1, Math.ceil(captions.length / columns));
  const wrapped = captions.map((caption) => wrapText(caption, CELL.characters).slice(0, MAX_LINES));
  const height = CELL.picture + 18 + CELL.line * Math.max(1, ...wrapped.map((lines) => lines.length));
  const plot = { width: columns * CELL.width, height: down * height };
  const margin = { l: 12, r: 12, t: options.title ? 56 : 12, b: 8 };
  const middle = (k: number): number => ((k % columns) + 0.5) / columns;
  const top = (k: number): number => 1 - (Math.floor(k / columns) * height) / plot.height;
  const side = (images: ImageBatch, anchor: 'left' | 'right'): object[] =>
    thumbnails(images).map((source, k) => ({
      source,
      xref: 'paper',
      yref: 'paper',
      x: middle(k) + ((anchor === 'left' ? 1 : -1) * CELL.gap) / 2 / plot.width,
      y: top(k),
      xanchor: anchor,
      yanchor: 'top',
      sizex: CELL.picture / plot.width,
      sizey: CELL.picture / plot.height,
      sizing: 'contain',
    }));
  return {
    kind: 'figure',
    name: options.name ?? 'pairs',
    caption: options.caption ?? `${captions.length} pairs of pictures.`,
    data: [],
    layout: {
      template: THEME,
      width: margin.l + plot.width + margin.r,
      height: margin.t + plot.height + margin.b,
      margin,
      ...(options.title ? { title: { text: plain(options.title), pad: { l: 16, t: 18 } } } : {}),
      xaxis: { visible: false, fixedrange: true },
      yaxis: { visible: false, fixedrange: true },
      images: [...side(left, 'right'), ...side(right, 'left')],
      annotations: wrapped.map((lines, k) => ({
        xref: 'paper',
        yref: 'paper',
        x: middle(k),
        y: top(k) - (CELL.picture + 2) / plot.height,
        xanchor: 'center',
        yanchor: 'top',
        showarrow: false,
        text: lines.map(plain).join('<br>'),
        font: { size: 11.5, color: FAINT_INK },
      })),
    },
    table: captions.map((caption, pair) => ({ pair, caption })),
  };
}
