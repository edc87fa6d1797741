import type { ImageBatch } from '../../image/imageBatch.js';
import { UserError } from '../../io/userError.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { someImages } from '../charts/someImages.js';
import { INK, PAPER, SEQUENTIAL, TEXT, THEME } from '../theme.js';
import { thumbnails } from '../charts/thumbnails.js';
import { titled } from '../charts/titled.js';
import { TALLEST } from '../charts/panels.js';
import { WIDTH } from '../charts/plotFrame.js';
import { NAMES_AXIS, sideNames } from '../charts/sideNames.js';
import { textWidth } from '../charts/textWidth.js';
import { plain } from '../charts/wrapText.js';

/** Rows of numbers, row by row. */
export interface Grid {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** What `similarityFigure` draws. */
export interface SimilarityOptions extends FigureOptions {
  readonly images: ImageBatch;
  readonly texts: readonly string[];
  /** [images, texts], e.g. cosines. */
  readonly similarity: Grid;
  /** For each image the index of its own text, which gets a frame; -1 for none. */
  readonly matches?: readonly number[];
  /** What the numbers are, for the table and the pointer's label. */
  readonly quantity?: string;
}

/** Pixels of a cell, at most and at least. */
const CELL = 62;
const SMALLEST = 14;
const RIGHT = 24;

/**
 * Images along the top, texts down the side, the similarity of each pair in the cell (paper Figures 1 and 3).
 * @throws UserError when the grid does not fit the images and texts.
 * @example
 * const { model, tokenizer } = await loadModel();
 * const { classNames, validation } = await loadDataset('weather');
 * const images = selectImages(await readImages(validation), [0, 1, 2]);
 * const texts = classNames.slice(0, 4);
 * const imageVectors = normalizeRows(await embedImages(model, images));
 * const textVectors = normalizeRows(await embedTexts(model, tokenizer, texts));
 * show(similarityFigure({ images, texts, similarity: innerProducts(imageVectors, textVectors) }));
 */
export function similarityFigure(options: SimilarityOptions): Figure {
  const { images, texts, similarity, matches = [], quantity = 'cosine similarity' } = options;
  if (similarity.rows !== images.count || similarity.columns !== texts.length) {
    const expected = `${images.count} x ${texts.length}`;
    throw new UserError(
      `similarityFigure: expected [images, texts] = ${expected}, found ${similarity.rows} x ${similarity.columns}: take all from the same images.`,
    );
  }
  someImages(options.name ?? 'similarity', images);
  if (texts.length === 0)
    throw new UserError('similarityFigure: there are no texts, and at least one is drawn: hand over some.');
  const at = (image: number, text: number): number => similarity.data[image * similarity.columns + text] ?? NaN;
  const names = sideNames(texts);
  const room = Math.floor((WIDTH - names.margin - RIGHT) / images.count);
  const cell = Math.max(SMALLEST, Math.min(CELL, room));
  // Numbers that do not fit their cells are left to the pointer.
  const written = textWidth('-0.00', TEXT.normal) < cell - 6;
  const row = Math.max(
    Math.min(cell, Math.floor(TALLEST / texts.length)),
    ...names.heights.map((height) => height + 4),
  );
  const margin = { l: names.margin, r: RIGHT, t: cell + (options.title ? 64 : 24), b: 20, pad: 0 };
  const plot = { width: images.count * cell, height: texts.length * row };
  const drawn = thumbnails(images).map((source, k) => ({
    source,
    xref: 'x',
    yref: 'paper',
    x: k,
    y: 1 + 6 / plot.height,
    sizex: 0.86,
    sizey: (cell * 0.86) / plot.height,
    xanchor: 'center',
    yanchor: 'bottom',
    sizing: 'contain',
  }));
  const frames = matches.flatMap((text, image) =>
    text < 0
      ? []
      : [
          {
            type: 'rect',
            x0: image - 0.47,
            x1: image + 0.47,
            y0: text - 0.47,
            y1: text + 0.47,
            line: { color: INK, width: 2 },
          },
        ],
  );
  const indices = Array.from({ length: images.count }, (_, k) => k);
  return drawable({
    kind: 'figure',
    name: options.name ?? 'similarity',
    caption: options.caption ?? `The ${quantity} between each image and each text.`,
    data: [
      {
        type: 'heatmap',
        x: indices,
        y: texts.map((_, k) => k),
        z: texts.map((_, text) => indices.map((image) => at(image, text))),
        texttemplate: written ? '%{z:.2f}' : '',
        textfont: { color: INK, size: TEXT.normal },
        customdata: texts.map((text) => indices.map(() => plain(text))),
        hovertemplate: `image %{x}<br>%{customdata}<br>${plain(quantity)} %{z:.3f}<extra></extra>`,
        colorscale: SEQUENTIAL,
        showscale: false,
        xgap: 3,
        ygap: 3,
      },
    ],
    layout: {
      template: THEME,
      width: margin.l + plot.width + margin.r,
      height: margin.t + plot.height + margin.b,
      margin,
      ...titled(options.title),
      xaxis: { range: [-0.5, images.count - 0.5], showgrid: false, showticklabels: false, ticks: '', fixedrange: true },
      yaxis: {
        range: [texts.length - 0.5, -0.5],
        tickvals: texts.map((_, k) => k),
        ticktext: names.texts,
        ...NAMES_AXIS,
        fixedrange: true,
      },
      plot_bgcolor: PAPER,
      images: drawn,
      shapes: frames,
    },
    table: indices.flatMap((image) =>
      texts.map((text, k) => ({ image, text, similarity: at(image, k), matches: matches[image] === k })),
    ),
  });
}
