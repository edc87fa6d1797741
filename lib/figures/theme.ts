/**
 * One look for every figure, near the paper's: dark ink on white, thin grid, no frames.
 * Figures carry their own white ground, so that the ink reads the same in a light and in a dark front end, and images
 * drawn on white (icons) do not stand in boxes.
 */
export const INK = '#1f2328';
export const FAINT_INK = '#656d76';
export const GRID = '#e4e7eb';
export const PAPER = '#ffffff';

/**
 * Okabe and Ito's palette in an order that keeps neighbors apart for every kind of color blindness; yellow left out.
 */
export const PALETTE = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'] as const;

/** Colors with one meaning everywhere. */
export const COLORS = { zeroShot: PALETTE[0], supervised: PALETTE[1], right: PALETTE[2], neutral: '#b8c0cc' } as const;

/** Light to dark in one hue, monotone in lightness; dark ink is readable on all of it. */
export const SEQUENTIAL: readonly (readonly [at: number, color: string])[] = [
  [0, '#f5f9fd'],
  [0.5, '#b9d7ee'],
  [1, '#5aa5d8'],
];

/** Sizes of text, pixels of a figure of the house's width: 12 become 7 points where that fills the width of a page. */
export const TEXT = { normal: 13, small: 12 } as const;

const FONT_FAMILY = 'Lato, "Open Sans", "Segoe UI", Helvetica, Arial, sans-serif';
const axis = {
  automargin: false,
  gridcolor: GRID,
  linecolor: FAINT_INK,
  tickcolor: FAINT_INK,
  ticks: 'outside',
  ticklen: 4,
  zeroline: false,
  title: { font: { size: TEXT.normal }, standoff: 8 },
} as const;

/** Plotly's `layout.template`. */
export const THEME = {
  layout: {
    font: { family: FONT_FAMILY, size: TEXT.normal, color: INK },
    title: {
      font: { size: 17 },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      pad: { l: 16 },
      yref: 'container',
      y: 1,
      yanchor: 'top',
    },
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    colorway: PALETTE,
    showlegend: false,
    hoverlabel: { font: { family: FONT_FAMILY, size: TEXT.small } },
    xaxis: axis,
    yaxis: axis,
  },
} as const;
