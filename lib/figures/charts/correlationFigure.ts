import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from './plotFrame.js';
import { COLORS, FAINT_INK } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from './wrapText.js';

/** Two scores of one task. */
export type CorrelationRow = {
  readonly task: string;
  /** Both 0..1. */
  readonly linearProbe: number;
  readonly zeroShot: number;
  readonly published?: boolean;
};

const SIDE = 460;
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/**
 * Zero-shot against the linear probe on the same features, a dot a task; on the diagonal they are equal (Figure 8 of
 * the paper). The paper's datasets are rings.
 * @example
 * const rows = [
 *   { task: 'flags', linearProbe: 0.21, zeroShot: 0.15 },
 *   { task: 'digits', linearProbe: 0.83, zeroShot: 0.35 },
 * ];
 * show(correlationFigure(rows));
 */
export function correlationFigure(table: Tidy<CorrelationRow>, options: FigureOptions = {}): Figure {
  const name = options.name ?? 'zero-shot-against-probe';
  const rows = tidyRows(name, table, ['task', 'linearProbe', 'zeroShot']);
  const margin = { l: 64, r: 24, t: options.title ? 60 : 16, b: 56 };
  const dots = [true, false].flatMap((published): PlotlyTrace[] => {
    const own = rows.filter((row) => (row.published === true) === published);
    if (own.length === 0) return [];
    const color = published ? COLORS.neutral : COLORS.zeroShot;
    return [
      {
        type: 'scatter',
        mode: published ? 'markers' : 'markers+text',
        name: published ? 'published' : 'measured here',
        x: own.map(({ linearProbe }) => linearProbe),
        y: own.map(({ zeroShot }) => zeroShot),
        ...(published
          ? {}
          : {
              text: own.map(({ task }) => plain(task)),
              textposition: 'top center',
              textfont: { size: 11, color: FAINT_INK },
            }),
        marker: { size: 9, color: published ? '#ffffff' : color, line: { color: color, width: published ? 1.5 : 0 } },
        hovertemplate: own.map(
          ({ task, linearProbe, zeroShot }) =>
            `${plain(task)}${published ? ' (paper)' : ''}<br>probe ${percent(linearProbe)}, zero-shot ${percent(zeroShot)}<extra></extra>`,
        ),
      },
    ];
  });
  const axis = { range: [0, 1.02], tickformat: '.0%', dtick: 0.2 };
  const line = { color: COLORS.neutral, width: 1, dash: 'dot' };
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? 'Zero-shot against the linear probe on the same features; rings are published.',
    data: dots,
    layout: {
      ...plotFrame(margin, SIDE, options.title),
      xaxis: { ...axis, title: { text: 'linear probe' } },
      yaxis: { ...axis, title: { text: 'zero-shot' } },
      shapes: [{ type: 'line', x0: 0, y0: 0, x1: 1, y1: 1, line }],
    },
    table: rows,
  });
}
