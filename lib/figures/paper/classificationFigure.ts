import type { ImageBatch } from '../../image/imageBatch.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { COLORS, FAINT_INK, INK, TEXT, THEME } from '../theme.js';
import { thumbnails } from '../charts/thumbnails.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain, plainLines, shorten, wrapText } from '../charts/wrapText.js';

/** A label proposed for the image. */
export type ProbabilityRow = {
  readonly label: string;
  /** 0..1 */
  readonly probability: number;
};

/** What `classificationFigure` draws. */
export interface ClassificationOptions extends FigureOptions {
  /** One image. */
  readonly image: ImageBatch;
  readonly imageName: string;
  /** Labels, best first. */
  readonly probabilities: Tidy<ProbabilityRow>;
  /** The images that lie nearest, nearest first. */
  readonly nearest: ImageBatch;
  readonly nearestNames: readonly string[];
}

const WIDTH = 800;
const MARGIN = { l: 16, r: 16, t: 40, b: 16 };
/** Pixels from the plot's left edge. */
const AT = { image: 0, bars: 330, barsEnd: 520, nearest: 620 };
const IMAGE = 150;
const NEIGHBOR = 64;
const ROW = 26;
/** Pixels that a label has left of the bars, and a name beside its image. */
const LABEL = 150;
const BESIDE = 84;

/**
 * One image, the probabilities of some labels, and the images nearest to it in the same space.
 * @example
 * const images = await readImages((await loadDataset('weather')).validation);
 * const probabilities = [
 *   { label: 'sun', probability: 0.9 },
 *   { label: 'rain', probability: 0.1 },
 * ];
 * const nearest = selectImages(images, [1, 2, 3]);
 * const image = selectImages(images, [0]);
 * show(classificationFigure({ image, imageName: 'mine', probabilities, nearest, nearestNames: ['a', 'b', 'c'] }));
 */
export function classificationFigure(options: ClassificationOptions): Figure {
  const { image, imageName, nearest, nearestNames, name = 'classification' } = options;
  const rows = tidyRows(name, options.probabilities, ['label', 'probability']);
  const plot = {
    width: WIDTH - MARGIN.l - MARGIN.r,
    height: Math.max(rows.length * ROW, IMAGE + 20, nearest.count * (NEIGHBOR + 12)),
  };
  const across = (pixels: number): number => pixels / plot.width;
  const up = (pixels: number): number => 1 - pixels / plot.height;
  const place = { xref: 'paper', yref: 'paper', xanchor: 'left', yanchor: 'top', sizing: 'contain' };
  const note = { xref: 'paper', yref: 'paper', xanchor: 'left', showarrow: false, align: 'left' };
  const heading = (text: string, left: number): object => ({
    ...note,
    x: across(left),
    y: 1,
    yanchor: 'bottom',
    yshift: 8,
    text: plain(text),
    font: { color: FAINT_INK },
  });
  const neighborTop = (k: number): number => k * (NEIGHBOR + 12);
  return drawable({
    kind: 'figure',
    name,
    caption:
      options.caption ?? 'An image, the probabilities of the labels, and the images nearest to it in the same space.',
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: rows.map((row) => row.probability),
        y: rows.map((_, k) => k),
        width: 0.6,
        marker: { color: COLORS.zeroShot },
        text: rows.map((row) => `${(100 * row.probability).toFixed(1)}%`),
        textposition: 'outside',
        textfont: { color: INK },
        constraintext: 'none',
        cliponaxis: false,
        hovertemplate: rows.map((row) => `${plain(row.label)}<br>%{x:.1%}<extra></extra>`),
      },
    ],
    layout: {
      template: THEME,
      width: WIDTH,
      height: MARGIN.t + plot.height + MARGIN.b,
      margin: MARGIN,
      xaxis: { domain: [across(AT.bars), across(AT.barsEnd)], range: [0, 1], visible: false, fixedrange: true },
      yaxis: {
        domain: [up(Math.min(plot.height, rows.length * ROW)), 1],
        range: [rows.length - 0.5, -0.5],
        tickvals: rows.map((_, k) => k),
        ticktext: rows.map(({ label }) => plain(shorten(label, LABEL, TEXT.normal))),
        tickfont: { color: INK },
        ticks: 'outside',
        ticklen: 6,
        tickcolor: 'rgba(0,0,0,0)',
        showgrid: false,
        fixedrange: true,
      },
      images: [
        ...thumbnails(image).map((source) => ({
          ...place,
          source,
          x: across(AT.image),
          y: 1,
          sizex: across(IMAGE),
          sizey: IMAGE / plot.height,
        })),
        ...thumbnails(nearest).map((source, k) => ({
          ...place,
          source,
          x: across(AT.nearest),
          y: up(neighborTop(k)),
          sizex: across(NEIGHBOR),
          sizey: NEIGHBOR / plot.height,
        })),
      ],
      annotations: [
        heading(shorten(imageName, AT.bars - 24, TEXT.normal), AT.image),
        heading('probability of each label', AT.bars),
        heading('nearest images', AT.nearest),
        ...nearestNames.map((text, k) => ({
          ...note,
          x: across(AT.nearest + NEIGHBOR + 8),
          y: up(neighborTop(k) + NEIGHBOR / 2),
          yanchor: 'middle',
          text: plainLines(wrapText(text, BESIDE, { size: TEXT.small, most: 4 })),
          font: { color: INK, size: TEXT.small },
        })),
      ],
    },
    table: rows,
  });
}
