import { edgeLabels, edgeMargin } from '../charts/edgeLabels.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame } from '../charts/plotFrame.js';
import { COLORS, FAINT_INK, PALETTE } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain } from '../charts/wrapText.js';

/** A model: what an image costs it, and how well it does. */
export type ComputeRow = {
  /** Models of one kind and several sizes, joined by a line. */
  readonly family: string;
  readonly model: string;
  /** 10^9 multiply-adds an image. */
  readonly gflopsPerImage: number;
  /** 0..1 */
  readonly score: number;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly published?: boolean;
};

/** How `computeFigure` draws. */
export interface ComputeOptions extends FigureOptions {
  /** What the vertical axis measures, e.g. `average linear probe score`. */
  readonly measure: string;
}

const HEIGHT = 420;

/**
 * Score against compute, a line a family (Figure 10 of the paper): measured models as dots with intervals, the paper's
 * as rings on thin lines. The two are other tasks and other images: their slopes compare, their heights do not.
 * @example
 * const rows = [
 *   { family: 'ResNet', model: 'zoo-rn-8', gflopsPerImage: 0.01, score: 0.41 },
 *   { family: 'ResNet', model: 'zoo-rn-48', gflopsPerImage: 0.2, score: 0.52 },
 * ];
 * show(computeFigure(rows, { measure: 'average score' }));
 */
export function computeFigure(table: Tidy<ComputeRow>, options: ComputeOptions): Figure {
  const name = options.name ?? 'compute';
  const rows = tidyRows(name, table, ['family', 'model', 'gflopsPerImage', 'score']);
  const families = [false, true]
    .flatMap((published) => {
      const own = rows.filter((row) => (row.published === true) === published);
      return [...new Set(own.map((row) => row.family))].map((family) => ({
        family,
        published,
        models: own.filter((row) => row.family === family).sort((a, b) => a.gflopsPerImage - b.gflopsPerImage),
      }));
    })
    .map((one, k) => ({
      ...one,
      label: one.published ? `${one.family} (paper)` : one.family,
      // With more families than there are colors the last ones are gray: a color means one of them.
      color: PALETTE[k] ?? COLORS.neutral,
    }));
  const margin = { l: 64, r: edgeMargin(families.map(({ label }) => label)), t: options.title ? 60 : 16, b: 56 };
  const costs = rows.map((row) => Math.log10(row.gflopsPerImage));
  const ends = rows.flatMap((row) => [row.low ?? row.score, row.high ?? row.score]);
  const [low, high] = [Math.max(0, Math.min(...ends) - 0.03), Math.min(1, Math.max(...ends) + 0.03)];
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} against multiply-adds an image; rings are published.`,
    data: families.map(({ label, published, models, color }): PlotlyTrace => {
      const ranged = models.some((row) => typeof row.high === 'number');
      return {
        type: 'scatter',
        mode: 'lines+markers',
        name: label,
        x: models.map((row) => row.gflopsPerImage),
        y: models.map((row) => row.score),
        ...(ranged
          ? {
              error_y: {
                type: 'data',
                symmetric: false,
                array: models.map((row) => (row.high ?? row.score) - row.score),
                arrayminus: models.map((row) => row.score - (row.low ?? row.score)),
                color: color,
                thickness: 1.5,
                width: 0,
              },
            }
          : {}),
        line: { color: color, width: published ? 1 : 2 },
        marker: {
          color: published ? '#ffffff' : color,
          size: published ? 7 : 9,
          line: { color: color, width: published ? 1.5 : 0 },
        },
        hovertemplate: models.map(
          (row) =>
            `${plain(row.model)}<br>${Number(row.gflopsPerImage.toPrecision(3))} GFLOPs, ${(100 * row.score).toFixed(1)}%<extra></extra>`,
        ),
      };
    }),
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      xaxis: {
        type: 'log',
        dtick: 1,
        range: [Math.min(...costs) - 0.15, Math.max(...costs) + 0.1],
        title: { text: 'GFLOPs an image (a multiply-add counts once)' },
      },
      yaxis: { title: { text: plain(options.measure) }, tickformat: '.0%', range: [low, high] },
      annotations: edgeLabels(
        families.map(({ label, models, color, published }) => ({
          y: models.at(-1)!.score,
          text: plain(label),
          color: published && color === COLORS.neutral ? FAINT_INK : color,
        })),
        (high - low) / HEIGHT,
      ),
    },
    table: rows,
  });
}
