import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { keyAbove } from './keyAbove.js';
import { plotFrame, plotWidth } from './plotFrame.js';
import { pointLabels } from './pointLabels.js';
import { COLORS, FAINT_INK, INK } from '../theme.js';
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

const HEIGHT = 520;
const MARK = 5;
const RANGE = [0, 1.02] as const;
const nameOf = (published: boolean): string => (published ? 'published' : 'measured here');
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
  const sides = { l: 72, r: 24 };
  const width = plotWidth(sides);
  const groups = [true, false].filter((published) => rows.some((row) => (row.published === true) === published));
  const { key, height: above } = keyAbove(groups.length > 1 ? groups.map(nameOf) : [], width);
  const margin = { ...sides, t: (options.title ? 60 : 16) + above, b: 56 };
  const dots = groups.flatMap((published): PlotlyTrace[] => {
    const own = rows.filter((row) => (row.published === true) === published);
    const color = published ? FAINT_INK : COLORS.zeroShot;
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: nameOf(published),
        showlegend: groups.length > 1,
        x: own.map(({ linearProbe }) => linearProbe),
        y: own.map(({ zeroShot }) => zeroShot),
        marker: {
          size: published ? 2 * MARK - 2 : 2 * MARK,
          color: published ? '#ffffff' : color,
          line: { color: color, width: published ? 1.2 : 0 },
        },
        hovertemplate: own.map(
          ({ task, linearProbe, zeroShot }) =>
            `${plain(task)}${published ? ' (paper)' : ''}<br>probe ${percent(linearProbe)}, zero-shot ${percent(zeroShot)}<extra></extra>`,
        ),
      },
    ];
  });
  const axis = { range: [...RANGE], tickformat: '.0%', dtick: 0.2 };
  const line = { color: COLORS.neutral, width: 1, dash: 'dot' };
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? 'Zero-shot against the linear probe on the same features; rings are published.',
    data: dots,
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      ...key,
      xaxis: { ...axis, title: { text: 'linear probe' } },
      yaxis: { ...axis, title: { text: 'zero-shot' } },
      shapes: [{ type: 'line', x0: 0, y0: 0, x1: 1, y1: 1, line }],
      annotations: pointLabels(
        rows
          .filter(({ published }) => published !== true)
          .map(({ task, linearProbe, zeroShot }) => ({ x: linearProbe, y: zeroShot, text: task, color: INK })),
        { width, height: HEIGHT, x: RANGE, y: RANGE, beyond: sides.r - 4, mark: MARK },
        rows.map(({ linearProbe, zeroShot }) => ({ from: [linearProbe, zeroShot] as const })),
      ),
    },
    table: rows,
  });
}
