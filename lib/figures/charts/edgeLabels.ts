/** A label at the right edge of a plot, beside the end of a line. */
export interface EdgeLabel {
  /** Where the line ends, in the vertical axis' unit. */
  readonly y: number;
  /** May hold Plotly's HTML. */
  readonly text: string;
  readonly color: string;
}

/** Labels that touch, from the lowest on: they stand together, around the middle of where they should. */
interface Stack {
  readonly labels: readonly EdgeLabel[];
  /** Where the lowest stands. */
  readonly from: number;
}

/**
 * Annotations down the right edge, in the order of the lines' ends, moved apart up and down where they would touch.
 * @param unitsPerPixel of the vertical axis @param lineHeight of a label, pixels
 */
export function edgeLabels(labels: readonly EdgeLabel[], unitsPerPixel: number, lineHeight = 16): object[] {
  const height = lineHeight * unitsPerPixel;
  const stacks: Stack[] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    let stack = stackOf([label], height);
    for (let below = stacks.at(-1); below && touches(below, stack, height); below = stacks.at(-1)) {
      stacks.pop();
      stack = stackOf([...below.labels, ...stack.labels], height);
    }
    stacks.push(stack);
  }
  return stacks.flatMap(({ labels: own, from }) =>
    own.map(({ text, color }, k) => ({
      xref: 'paper',
      x: 1,
      y: from + k * height,
      xanchor: 'left',
      yanchor: 'middle',
      align: 'left',
      xshift: 8,
      showarrow: false,
      text,
      font: { size: 12, color: color },
    })),
  );
}

const touches = (below: Stack, { from }: Stack, height: number): boolean =>
  from < below.from + below.labels.length * height;

const stackOf = (labels: readonly EdgeLabel[], height: number): Stack => ({
  labels,
  from: labels.reduce((sum, { y }, k) => sum + y - k * height, 0) / labels.length,
});

/** Room that labels of these plain texts need, pixels. */
export const edgeMargin = (texts: readonly string[]): number =>
  24 + Math.ceil(6.6 * Math.max(...texts.map((text) => text.length)));
