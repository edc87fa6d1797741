import type { PlotlyLayout, PlotlyTrace } from '../figure.js';
import { plotFrame } from './plotFrame.js';
import { COLORS, FAINT_INK, INK } from '../theme.js';
import { plain, wrapText } from './wrapText.js';

/** One bar from zero. */
export interface RankedBar {
  readonly label: string;
  readonly value: number;
  /** What stands at its end. */
  readonly text: string;
  readonly color: string;
  /** Its value is only a bound: drawn hatched. */
  readonly bound?: boolean;
  /** Published by the paper: drawn pale, below the measured ones. */
  readonly published: boolean;
}

const BAND = 22;
/** Bands left between what is measured and what is published, for the second heading. */
const GAP = 2;

/** Horizontal bars, longest value first: measured ones on top, the paper's own below under a heading. */
export function rankedBars(
  bars: readonly RankedBar[],
  options: { readonly title?: string | undefined; readonly measure: string; readonly logarithmic?: boolean },
): { data: PlotlyTrace[]; layout: PlotlyLayout } {
  const log = options.logarithmic === true;
  const byValue = [...bars].sort((a, b) => b.value - a.value);
  const groups = [false, true].map((published) => byValue.filter((bar) => bar.published === published));
  const [measured] = groups;
  const placed = groups.flatMap((group, g) =>
    group.map((bar, k) => ({ bar, y: g === 0 ? k : measured!.length + (measured!.length > 0 ? GAP : 0) + k })),
  );
  const heads = groups.flatMap((group, g) =>
    group.length > 0 ? [{ g, y: placed.find((p) => p.bar === group[0])!.y - 0.9 }] : [],
  );
  const bottom = placed.at(-1)!.y;
  const values = bars.map(({ value }) => value);
  // A power of ten below the least, so that its bar still has a length.
  const floor = log ? Math.min(-1, Math.ceil(Math.log10(Math.min(...values))) - 1) : Math.min(0, ...values);
  const ceiling = log ? Math.log10(Math.max(...values)) : Math.max(0, ...values);
  const wide = ceiling - floor;
  const names = placed.map(({ bar }) => wrapText(bar.label, 34));
  const margin = {
    l: 24 + Math.ceil(7 * Math.max(...names.flat().map((line) => line.length))),
    r: 24,
    t: options.title ? 84 : 40,
    b: 56,
  };
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: placed.map(({ bar }) => bar.value),
        y: placed.map(({ y }) => y),
        width: 0.74,
        marker: {
          color: placed.map(({ bar }) => bar.color),
          opacity: placed.map(({ bar }) => (bar.published ? 0.45 : 1)),
          pattern: { shape: placed.map(({ bar }) => (bar.bound ? '/' : '')), fgcolor: '#ffffff' },
        },
        hovertemplate: placed.map(({ bar }) => `${plain(bar.label)}<br>${plain(bar.text)}<extra></extra>`),
      },
    ],
    layout: {
      ...plotFrame(margin, (bottom + 2) * BAND, options.title),
      xaxis: {
        title: { text: plain(options.measure) },
        ...(log
          ? { type: 'log', dtick: 1, range: [floor, ceiling + 0.14 * wide] }
          : {
              zeroline: true,
              zerolinecolor: COLORS.neutral,
              range: [floor < 0 ? floor - 0.14 * wide : 0, ceiling + 0.14 * wide],
            }),
      },
      yaxis: {
        range: [bottom + 0.6, -1.4],
        tickvals: placed.map(({ y }) => y),
        ticktext: names.map((lines) => lines.map(plain).join('<br>')),
        ticklen: 6,
        tickcolor: 'rgba(0,0,0,0)',
        showgrid: false,
      },
      annotations: [
        ...placed.map(({ bar, y }) => ({
          x: log ? Math.log10(bar.value) : bar.value,
          y,
          xanchor: bar.value < 0 ? 'right' : 'left',
          yanchor: 'middle',
          xshift: bar.value < 0 ? -4 : 4,
          showarrow: false,
          text: plain(bar.text),
          font: { size: 11.5, color: FAINT_INK },
        })),
        ...heads.map(({ g, y }) => ({
          xref: 'paper',
          x: 0,
          y,
          xanchor: 'left',
          yanchor: 'middle',
          showarrow: false,
          text: g === 0 ? '<b>measured here</b>' : '<b>published</b>',
          font: { size: 12, color: g === 0 ? INK : FAINT_INK },
        })),
      ],
    },
  };
}
