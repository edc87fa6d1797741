import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { someImages } from '../charts/someImages.js';
import { COLORS, FAINT_INK, INK, TEXT, THEME } from '../theme.js';
import { thumbnails } from '../charts/thumbnails.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { titled } from '../charts/titled.js';
import { plain, shorten } from '../charts/wrapText.js';

/** One label proposed for one image. */
export type PredictionRow = {
  /** Position of the image in the batch. */
  readonly image: number;
  readonly label: string;
  /** 0..1. */
  readonly probability: number;
  readonly correct: boolean;
};

/** What `predictionsFigure` draws. */
export interface PredictionsOptions extends FigureOptions {
  readonly images: ImageBatch;
  /** The best labels of every image, best first; five are drawn. */
  readonly predictions: Tidy<PredictionRow>;
  /** A line above each image, e.g. its task and true label. */
  readonly titles?: readonly string[];
}

const LABELS = 5;
const PANEL = { width: 388, image: 116, row: 30, head: 28, gap: 12 };
const HEIGHT = LABELS * PANEL.row;
/** Pixels that a label has. */
const LABEL = 232;

/**
 * Each image beside its five best labels and their probabilities (paper Figure 21). The true label's bar is green.
 * @example
 * const { validation } = await loadDataset('weather');
 * const predictions = [
 *   { image: 0, label: 'sun', probability: 0.9, correct: true },
 *   { image: 0, label: 'rain', probability: 0.1, correct: false },
 * ];
 * show(predictionsFigure({ images: selectImages(await readImages(validation), [0]), predictions, titles: ['sun'] }));
 */
export function predictionsFigure(options: PredictionsOptions): Figure {
  const rows = tidyRows(options.name ?? 'predictions', options.predictions, [
    'image',
    'label',
    'probability',
    'correct',
  ]);
  const { images, titles = [] } = options;
  someImages(options.name ?? 'predictions', images);
  const elsewhere = rows.find(({ image }) => !(Number.isInteger(image) && image >= 0 && image < images.count));
  if (elsewhere)
    throw new UserError(
      `A prediction is for image ${elsewhere.image}, where there are images 0 to ${images.count - 1}; correct its column image.`,
    );
  const columns = images.count === 1 ? 1 : 2;
  const lines = Math.ceil(images.count / columns);
  const margin = { l: 16, r: 8, t: options.title ? 56 : 12, b: 12 };
  const panelHeight = PANEL.head + HEIGHT + PANEL.gap;
  const plot = { width: columns * PANEL.width, height: lines * panelHeight };
  // Everything is placed in pixels from the plot's top left, so that images are square and rows align.
  const across = (pixels: number): number => pixels / plot.width;
  const up = (pixels: number): number => 1 - pixels / plot.height;
  const axes: Record<string, unknown> = {};
  const data: PlotlyTrace[] = [];
  const drawn: unknown[] = [];
  const annotations: unknown[] = [];
  thumbnails(images).forEach((source, k) => {
    const left = (k % columns) * PANEL.width;
    const top = Math.floor(k / columns) * panelHeight;
    const best = rows.filter((row) => row.image === k).slice(0, LABELS);
    const id = k === 0 ? '' : String(k + 1);
    const barsLeft = left + PANEL.image + 20;
    const barsRight = left + PANEL.width - 64;
    // An image may have no prediction yet, and then no axes.
    if (best.length > 0) {
      axes[`xaxis${id}`] = {
        domain: [across(barsLeft), across(barsRight)],
        range: [0, 1],
        visible: false,
        fixedrange: true,
        anchor: `y${id}`,
      };
      axes[`yaxis${id}`] = {
        domain: [Math.max(0, up(top + PANEL.head + HEIGHT)), up(top + PANEL.head)],
        range: [LABELS - 0.5, -0.5],
        visible: false,
        fixedrange: true,
        anchor: `x${id}`,
      };
    }
    drawn.push({
      source,
      xref: 'paper',
      yref: 'paper',
      x: across(left),
      y: up(top + PANEL.head + (HEIGHT - PANEL.image) / 2),
      sizex: across(PANEL.image),
      sizey: PANEL.image / plot.height,
      sizing: 'contain',
    });
    data.push({
      type: 'bar',
      orientation: 'h',
      xaxis: `x${id}`,
      yaxis: `y${id}`,
      x: best.map((row) => row.probability),
      y: best.map((_, place) => place + 0.24),
      width: 0.26,
      marker: { color: best.map((row) => (row.correct ? COLORS.right : COLORS.neutral)) },
      text: best.map((row) => `${(100 * row.probability).toFixed(1)}%`),
      textposition: 'outside',
      textfont: { size: TEXT.small, color: INK },
      constraintext: 'none',
      cliponaxis: false,
      customdata: best.map((row) => plain(row.label)),
      hovertemplate: '%{customdata}<br>%{x:.1%}<extra></extra>',
    });
    best.forEach((row, place) => {
      const text = plain(shorten(row.label, LABEL, TEXT.normal));
      annotations.push({
        xref: `x${id}`,
        yref: `y${id}`,
        x: 0,
        y: place - 0.17,
        xanchor: 'left',
        yanchor: 'middle',
        align: 'left',
        showarrow: false,
        text: row.correct ? `<b>${text}</b>` : text,
        font: { color: INK, size: TEXT.normal },
        borderpad: 0,
      });
    });
    const title = titles[k];
    if (title) {
      annotations.push({
        xref: 'paper',
        yref: 'paper',
        x: across(left),
        y: up(top + PANEL.head - 6),
        xanchor: 'left',
        yanchor: 'bottom',
        align: 'left',
        showarrow: false,
        text: plain(shorten(title, PANEL.width - 16, TEXT.normal)),
        font: { color: FAINT_INK, size: TEXT.normal },
        borderpad: 0,
      });
    }
  });
  return drawable({
    kind: 'figure',
    name: options.name ?? 'predictions',
    caption: options.caption ?? 'Images and their five most probable labels; the true one is green.',
    data,
    layout: {
      template: THEME,
      width: margin.l + plot.width + margin.r,
      height: margin.t + plot.height + margin.b,
      margin,
      ...titled(options.title),
      ...axes,
      images: drawn,
      annotations,
    },
    table: rows,
  });
}
