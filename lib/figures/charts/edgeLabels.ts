import { TEXT } from '../theme.js';
import { readable } from './readable.js';
import { lineHeight, widestOf } from './textWidth.js';
import { plainLines, wrapText } from './wrapText.js';

/** A label at the right edge of a plot, beside the end of a line. */
export interface EdgeLabel {
  /** Where the line ends, in the vertical axis' unit. */
  readonly y: number;
  readonly text: string;
  /** A second line, in thin letters; the first is then bold. */
  readonly note?: string;
  readonly color: string;
}

/** The vertical axis beside which labels stand. */
export interface Edge {
  /** What stands at the bottom and at the top. */
  readonly range: readonly [number, number];
  /** Pixels. */
  readonly height: number;
}

/** The widest that a label gets before it is broken into lines, pixels. */
const WIDEST = 190;
/** Between the plot and its labels; a line is drawn there where a label stands beside its place. */
const GAP = 12;
/** Pixels by which a label may be beside its place without one. */
const BESIDE = 4;

/** A label with its height in pixels, and where its line ends, in pixels from the bottom. */
interface Standing {
  readonly label: EdgeLabel;
  readonly lines: readonly string[];
  readonly height: number;
  readonly end: number;
}

/** Labels that touch, from the lowest on: they stand together, around the middle of where they should. */
interface Stack {
  readonly own: readonly Standing[];
  readonly height: number;
  /** Where the lowest begins, pixels from the bottom. */
  readonly from: number;
}

const linesOf = ({ text, note }: EdgeLabel): string[] => [
  ...wrapText(text, WIDEST, { size: TEXT.small, most: 3 }),
  ...(note === undefined ? [] : [note]),
];
const heightOf = (label: EdgeLabel): number => linesOf(label).length * lineHeight(TEXT.small) + 1;

/** Pixels that a plot has to be high for its labels to stand beside it. */
export const edgeHeight = (labels: readonly EdgeLabel[]): number =>
  labels.reduce((sum, label) => sum + heightOf(label), 0);

/** Room that labels need beside the plot, pixels. */
export const edgeMargin = (labels: readonly Pick<EdgeLabel, 'text' | 'note'>[]): number =>
  GAP +
  12 +
  Math.ceil(
    1.08 *
      widestOf(
        labels.flatMap((label) => linesOf({ ...label, y: 0, color: '' })),
        TEXT.small,
      ),
  );

/**
 * Labels down the right edge, in the order of the lines' ends: moved apart where they would touch, inside the height of
 * the plot, and then with a line to where they belong. Parts of a layout.
 */
export function edgeLabels(
  labels: readonly EdgeLabel[],
  { range, height }: Edge,
): { annotations: object[]; shapes: object[] } {
  const [low, high] = range;
  const perPixel = (high - low) / height;
  const stacks: Stack[] = [];
  const standing = labels.map((label): Standing => ({
    ...{ label, lines: linesOf(label), height: heightOf(label) },
    end: (label.y - low) / perPixel,
  }));
  for (const one of standing.sort((a, b) => a.end - b.end)) {
    let stack = stackOf([one], height);
    for (let below = stacks.at(-1); below && stack.from < below.from + below.height; below = stacks.at(-1)) {
      stacks.pop();
      stack = stackOf([...below.own, ...stack.own], height);
    }
    stacks.push(stack);
  }
  const placed = stacks.flatMap(({ own, from }) => {
    let next = from;
    return own.map((one) => {
      const middle = next + one.height / 2;
      next += one.height;
      return { ...one, middle, y: low + middle * perPixel };
    });
  });
  return {
    annotations: placed.map(({ label, lines, y }) => ({
      xref: 'paper',
      x: 1,
      y,
      xanchor: 'left',
      yanchor: 'middle',
      align: 'left',
      xshift: GAP,
      borderpad: 0,
      showarrow: false,
      text: label.note === undefined ? plainLines(lines) : withNote(lines),
      font: { size: TEXT.small, color: readable(label.color) },
    })),
    shapes: placed
      .filter(({ middle, end }) => Math.abs(middle - end) > BESIDE)
      .map(({ label, y }) => ({
        type: 'line',
        xref: 'paper',
        xsizemode: 'pixel',
        xanchor: 1,
        x0: 1,
        x1: GAP - 1,
        y0: label.y,
        y1: y,
        line: { color: label.color, width: 0.8 },
      })),
  };
}

const withNote = (lines: readonly string[]): string =>
  `<b>${plainLines(lines.slice(0, -1))}</b><br>${plainLines(lines.slice(-1))}`;

function stackOf(own: readonly Standing[], room: number): Stack {
  let height = 0;
  let sum = 0;
  for (const one of own) {
    sum += one.end - (height + one.height / 2);
    height += one.height;
  }
  return { own, height, from: Math.max(0, Math.min(room - height, sum / own.length)) };
}
