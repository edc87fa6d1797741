import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { someImages } from '../charts/someImages.js';
import { readable } from '../charts/readable.js';
import { textWidth } from '../charts/textWidth.js';
import { COLORS, FAINT_INK, PALETTE, TEXT } from '../theme.js';
import { thumbnails } from '../charts/thumbnails.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain, plainLines, shorten, wrapText } from '../charts/wrapText.js';

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

const ROW = 58;
const IMAGE = 50;
/** The widest line of a word, pixels. */
const WORD = 150;
const MARK = 6;
/** Where in its row a context stands, from the middle, in rows. */
const CONTEXT = [-0.3, 0.3] as const;
const COLOR = [COLORS.zeroShot, PALETTE[1]] as const;
/** They point at the image that is meant. */
const SYMBOL = ['triangle-left', 'triangle-right'] as const;

/** A text beside a mark, on the side that has more room; with no more of it than fits there. */
function besideMark(at: number, text: string, width: number, [from, to]: readonly [number, number]): object {
  const pixels = (width * (at - from)) / (to - from);
  const left = pixels > width / 2;
  const room = (left ? pixels : width - pixels) - 2 * MARK;
  const [anchor, shift] = left ? ['right', -MARK - 3] : ['left', MARK + 3];
  return { x: at, xanchor: anchor, xshift: shift, text: plain(shorten(text, room, TEXT.small)) };
}

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
  const written = words.map(({ word }) => wrapText(word, WORD, { size: TEXT.normal, most: 3 }));
  const longest = Math.max(...written.flat().map((line) => textWidth(line, TEXT.normal, { bold: true })));
  const margin = { l: Math.ceil(longest) + IMAGE + 48, r: IMAGE + 38, t: options.title ? 84 : 40, b: 52 };
  const plot = { width: plotWidth(margin), height: words.length * ROW };
  const x = [-0.02, 1.02] as const;
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
    y: words.map((_, k) => k + CONTEXT[side]),
    marker: { size: 2 * MARK, color: COLOR[side], symbol: SYMBOL[side] },
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
        y: words.map((_, k) => k),
        marker: { size: 2 * MARK, color: COLORS.neutral, symbol: 'diamond', line: { color: FAINT_INK, width: 1 } },
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
        range: [...x],
        tickvals: [0, 0.5, 1],
        ticktext: ['left image', 'even', 'right image'],
        title: { text: 'softmax over the two images' },
      },
      yaxis: { range: [words.length - 0.5, -0.5], tickvals: [], showgrid: false },
      images: drawn,
      annotations: [
        ...words.map((_, k) => ({
          xref: 'paper',
          x: -(IMAGE + 28) / plot.width,
          y: k,
          xanchor: 'right',
          yanchor: 'middle',
          showarrow: false,
          align: 'right',
          text: `<b>${plainLines(written[k]!)}</b>`,
        })),
        ...words.flatMap(({ prompts, inContext }, k) =>
          ([0, 1] as const).map((side) => ({
            ...besideMark(inContext[side], prompts[side], plot.width, x),
            ...{ y: k + CONTEXT[side], yanchor: 'middle', borderpad: 0, showarrow: false },
            font: { size: TEXT.small, color: readable(COLOR[side]) },
          })),
        ),
        {
          xref: 'paper',
          x: 0.5,
          yref: 'paper',
          y: 1,
          yanchor: 'bottom',
          yshift: 6,
          showarrow: false,
          text:
            `<span style="color:${readable(COLOR[0])}">◀ in a context that means the left image</span>     ◆ the word alone     ` +
            `<span style="color:${readable(COLOR[1])}">▶ in one that means the right image</span>`,
          font: { size: TEXT.small, color: FAINT_INK },
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
