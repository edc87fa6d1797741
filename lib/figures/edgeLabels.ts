/** A label at the right edge of a plot, beside the end of a line. */
export interface EdgeLabel {
  /** Where the line ends, in the vertical axis' unit. */
  readonly y: number;
  /** May hold Plotly's HTML. */
  readonly text: string;
  readonly colour: string;
}

/**
 * Annotations down the right edge, in the order of the lines' ends, moved apart where they would touch.
 * @param unitsPerPixel of the vertical axis @param lineHeight of a label, pixels
 */
export function edgeLabels(labels: readonly EdgeLabel[], unitsPerPixel: number, lineHeight = 16): object[] {
  const height = lineHeight * unitsPerPixel;
  let floor = -Infinity;
  return [...labels]
    .sort((a, b) => a.y - b.y)
    .map(({ y: end, text, colour }) => {
      const y = Math.max(end, floor + height);
      floor = y;
      return {
        xref: 'paper',
        x: 1,
        y,
        xanchor: 'left',
        yanchor: 'middle',
        align: 'left',
        xshift: 8,
        showarrow: false,
        text,
        font: { size: 12, color: colour },
      };
    });
}

/** Room that labels of these plain texts need, pixels. */
export const edgeMargin = (texts: readonly string[]): number =>
  24 + Math.ceil(6.6 * Math.max(...texts.map((text) => text.length)));
