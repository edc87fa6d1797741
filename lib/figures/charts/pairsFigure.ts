import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { captionedGrid, cellWidth } from './captionedGrid.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { someImages } from './someImages.js';
import { THEME } from '../theme.js';
import { thumbnails } from './thumbnails.js';

/** What `pairsFigure` draws. */
export interface PairsOptions extends FigureOptions {
  /** Image k of the one stands beside image k of the other. */
  readonly left: ImageBatch;
  readonly right: ImageBatch;
  /** A few words below each pair. */
  readonly captions: readonly string[];
  /** Pairs in a row. Default 4. */
  readonly columns?: number;
}

const CELL = { width: 194, image: 76, around: 18, lines: 4 };
/** Pixels between the two of a pair. */
const GAP = 8;

/**
 * Images in pairs, each pair above its caption: to judge by eye whether they are the same.
 * @example
 * const images = await readImages((await loadDataset('flags')).validation);
 * const [left, right] = [selectImages(images, [0, 1]), selectImages(images, [2, 3])];
 * show(pairsFigure({ left, right, captions: ['cosine 0.91', 'cosine 0.88'] }));
 */
export function pairsFigure(options: PairsOptions): Figure {
  const { left, right, captions, columns = 4, title } = options;
  if (left.count !== right.count || left.count !== captions.length)
    throw new UserError(
      `${left.count} and ${right.count} images with ${captions.length} captions are no pairs: give as many of each.`,
    );
  someImages(options.name ?? 'pairs', left);
  // Fewer pixels where many pairs stand in a row.
  const size = Math.min(CELL.image, (cellWidth(CELL, columns) - 2 * GAP) / 2);
  const cell = { ...CELL, image: size };
  const { plot, middle, top, frame, annotations } = captionedGrid(left.count, captions, { columns, cell, title });
  const side = (images: ImageBatch, anchor: 'left' | 'right'): object[] =>
    thumbnails(images).map((source, k) => ({
      source,
      xref: 'paper',
      yref: 'paper',
      x: middle(k) + ((anchor === 'left' ? 1 : -1) * GAP) / 2 / plot.width,
      y: top(k),
      xanchor: anchor,
      yanchor: 'top',
      sizex: size / plot.width,
      sizey: size / plot.height,
      sizing: 'contain',
    }));
  return drawable({
    kind: 'figure',
    name: options.name ?? 'pairs',
    caption: options.caption ?? `${captions.length} pairs of images.`,
    data: [],
    layout: { template: THEME, ...frame, images: [...side(left, 'right'), ...side(right, 'left')], annotations },
    table: captions.map((caption, pair) => ({ pair, caption })),
  });
}
