import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { someImages } from '../charts/someImages.js';
import { COLORS, FAINT_INK, PALETTE } from '../theme.js';
import { thumbnails } from '../charts/thumbnails.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** What a model makes of a word with two meanings between one image of each: three rows a word, one after the other. */
export type PolysemyPoint = {
  readonly word: string;
  /** The text: the word alone, or in a context that says which meaning. */
  readonly prompt: string;
  /** Which image the prompt means; null for the word alone. */
  readonly means: string | null;
  /** Probability of the right image, 0..1. */
  readonly value: number;
};

/** What `polysemyFigure` draws. */
export interface PolysemyOptions extends FigureOptions {
  /** Two for each word, one after the other: the left one and the right one. */
  readonly images: ImageBatch;
}

/** The three rows of a word as one. */
interface Word {
  readonly word: string;
  readonly prompts: readonly [string, string];
  readonly alone: number;
  readonly inContext: readonly [number, number];
}

/** @throws UserError where a word does not have its three rows */
function byWord(name: string, rows: readonly PolysemyPoint[]): Word[] {
  return Array.from({ length: Math.ceil(rows.length / 3) }, (_, k) => {
    const own = rows.slice(3 * k, 3 * k + 3);
    const { word } = own[0]!;
    const [alone, left, right] = [null, 'left', 'right'].map((means) => own.find((row) => row.means === means));
    if (!alone || !left || !right || own.some((row) => row.word !== word))
      throw new UserError(
        `${name}: row ${3 * k} begins "${word}", expected three rows a word, of one model: the word alone (means: null), left and right.`,
      );
    return { word, prompts: [left.prompt, right.prompt], alone: alone.value, inContext: [left.value, right.value] };
  });
}

const ROW = 74;
const IMAGE = 52;
const COLOR = [COLORS.zeroShot, PALETTE[1]] as const;

/**
 * A row a word: its two images left and right, and between them where the word stands by itself (gray) and where either
 * context moves it. A prompt that means an image should stand on its half.
 * @example
 * const senses = await polysemyExperiment({ models: ['mini-rn'] });
 * show(polysemyFigure(senses, { images: await polysemyImages() }));
 */
export function polysemyFigure(table: Tidy<PolysemyPoint>, { images, ...options }: PolysemyOptions): Figure {
  const { name = 'polysemy' } = options;
  const words = byWord(name, tidyRows(name, table, ['word', 'prompt', 'means', 'value']));
  if (images.count !== 2 * words.length) {
    throw new UserError(
      `${name}: ${words.length} words need ${2 * words.length} images, found ${images.count}: give two for each word.`,
    );
  }
  someImages(name, images);
  const margin = { l: 190, r: 90, t: options.title ? 76 : 32, b: 52 };
  const plot = { width: 800 - margin.l - margin.r, height: words.length * ROW };
  const drawn = thumbnails(images).map((source, k) => ({
    source,
    xref: 'paper',
    yref: 'y',
    x: k % 2 === 0 ? -(IMAGE / 2 + 14) / plot.width : 1 + (IMAGE / 2 + 14) / plot.width,
    y: Math.floor(k / 2),
    sizex: IMAGE / plot.width,
    sizey: IMAGE / ROW,
    xanchor: 'center',
    yanchor: 'middle',
  }));
  const dots = (side: 0 | 1) => ({
    type: 'scatter' as const,
    mode: 'markers',
    x: words.map((word) => word.inContext[side]),
    y: words.map((_, k) => k + (side === 0 ? -0.14 : 0.2)),
    marker: { size: 11, color: COLOR[side] },
    hovertemplate: words.map(({ prompts, inContext }) => {
      const toSecond = inContext[side];
      const own = side === 0 ? 1 - toSecond : toSecond;
      return `${plain(prompts[side])}<br>its own image: ${(100 * own).toFixed(0)}%<extra></extra>`;
    }),
  });
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? 'Words of two meanings between an image of each, alone and in context.',
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: words.map(({ alone }) => alone),
        y: words.map((_, k) => k + 0.03),
        marker: { size: 13, color: COLORS.neutral, symbol: 'diamond' },
        hovertemplate: words.map(
          ({ word, alone }) => `${plain(word)}<br>the image on the right: ${(100 * alone).toFixed(0)}%<extra></extra>`,
        ),
      },
      dots(0),
      dots(1),
    ],
    layout: {
      ...plotFrame(margin, plot.height, options.title),
      xaxis: {
        range: [-0.02, 1.02],
        tickvals: [0, 0.5, 1],
        ticktext: ['left image', 'even', 'right image'],
        title: { text: 'softmax over the two images' },
      },
      yaxis: { range: [words.length - 0.5, -0.5], tickvals: [], showgrid: false },
      images: drawn,
      annotations: [
        ...words.map(({ word }, k) => ({
          xref: 'paper',
          x: -(IMAGE + 28) / plot.width,
          y: k,
          xanchor: 'right',
          yanchor: 'middle',
          showarrow: false,
          text: `<b>${plain(word)}</b>`,
        })),
        ...words.flatMap(({ prompts, inContext }, k) =>
          prompts.map((prompt, side) => {
            const x = inContext[side]!;
            const left = x > 0.5;
            return {
              x,
              y: k + (side === 0 ? -0.14 : 0.2),
              xanchor: left ? 'right' : 'left',
              xshift: left ? -9 : 9,
              yanchor: 'middle',
              showarrow: false,
              text: plain(prompt),
              font: { size: 12, color: COLOR[side] },
            };
          }),
        ),
        {
          xref: 'paper',
          x: 0.5,
          yref: 'paper',
          y: 1,
          yanchor: 'bottom',
          yshift: 6,
          showarrow: false,
          text: '◆ the word alone',
          font: { size: 12, color: FAINT_INK },
        },
      ],
    },
    table: words.map(({ word, prompts, alone, inContext }) => ({
      word,
      promptLeft: prompts[0],
      promptRight: prompts[1],
      rightAlone: alone,
      rightInLeftContext: inContext[0],
      rightInRightContext: inContext[1],
    })),
  });
}
