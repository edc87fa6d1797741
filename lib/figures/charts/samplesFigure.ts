import type { ImageBatch } from '../../image/imageBatch.js';
import { captionedGrid, cellWidth } from './captionedGrid.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { someImages } from './someImages.js';
import { THEME } from '../theme.js';
import { thumbnails } from './thumbnails.js';

/** What `samplesFigure` draws. */
export interface SamplesOptions extends FigureOptions {
  readonly images: ImageBatch;
  /** A line or two below each image. */
  readonly captions: readonly string[];
  readonly columns?: number;
}

const CELL = { width: 128, image: 84, around: 14, lines: 3 };

/**
 * Images in a grid, each above its caption.
 * @example
 * const { samples } = await readStatistics();
 * const captions = samples.records.map((_, k) => `pair ${k + 1}`);
 * show(samplesFigure({ images: samples.images, captions, columns: 8 }));
 */
export function samplesFigure(options: SamplesOptions): Figure {
  const { images, captions, columns = 6, title } = options;
  someImages(options.name ?? 'samples', images);
  const across = Math.min(columns, images.count);
  const side = Math.min(CELL.image, cellWidth(CELL, across) - 8);
  const { plot, middle, top, frame, annotations } = captionedGrid(images.count, captions, {
    columns: across,
    cell: { ...CELL, image: side },
    title,
  });
  return drawable({
    kind: 'figure',
    name: options.name ?? 'samples',
    caption: options.caption ?? `${images.count} images with their captions.`,
    data: [],
    layout: {
      template: THEME,
      ...frame,
      images: thumbnails(images).map((source, k) => ({
        source,
        xref: 'paper',
        yref: 'paper',
        x: middle(k),
        y: top(k),
        xanchor: 'center',
        yanchor: 'top',
        sizex: side / plot.width,
        sizey: side / plot.height,
        sizing: 'contain',
      })),
      annotations,
    },
    table: captions.map((caption, image) => ({ image, caption })),
  });
}
