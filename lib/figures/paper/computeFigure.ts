import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { type Drawn, pointLabels } from '../charts/pointLabels.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { widestOf } from '../charts/textWidth.js';
import { INK, PAPER, TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain, shorten } from '../charts/wrapText.js';

/** A model: what an image costs it, and how well it does. */
export type ComputeRow = {
  /** Models of one kind and several sizes, joined by a line. */
  readonly family: string;
  /** What differs at equal compute, e.g. how prompts are written: a line each, drawn otherwise. */
  readonly way?: string | null;
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
const MARK = 5;
/** Room for the key above the plot, pixels. */
const KEY = 24;
/** The widest that a family's name gets, pixels. */
const WIDEST = 210;
/** How the ways of a family are told apart where it has several. */
const WAYS = [
  { symbol: 'circle', glyph: '●', dash: 'solid' },
  { symbol: 'square', glyph: '■', dash: 'dash' },
  { symbol: 'diamond', glyph: '◆', dash: 'dot' },
  { symbol: 'triangle-up', glyph: '▲', dash: 'dashdot' },
] as const;

/** Models that a line joins, cheapest first. */
interface Line {
  readonly family: string;
  readonly published: boolean;
  readonly label: string;
  readonly way: string | undefined;
  readonly models: readonly ComputeRow[];
}

/**
 * Score against compute, a line a family and way (Figures 4 and 10 of the paper), the family's name at its end:
 * measured models as dots with intervals, the paper's as rings on thin lines. The two are other tasks and other images:
 * their slopes compare, their heights do not.
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
  const ways = [...new Set(rows.flatMap(({ way }) => way ?? []))];
  const lines = linesOf(rows);
  const families = [...new Set(lines.map(({ label }) => label))];
  const styleOf = ({ label, way }: Line) => {
    const { color, symbol } = seriesStyle(families.indexOf(label));
    const own = ways.length > 1 ? WAYS[Math.max(0, ways.indexOf(way ?? '')) % WAYS.length] : undefined;
    return { color, symbol: own?.symbol ?? symbol, dash: own?.dash ?? 'solid' };
  };
  const labels = families.map((label) => shorten(label, WIDEST, TEXT.small));
  const top = (options.title ? 60 : 16) + (ways.length > 1 ? KEY : 0);
  const margin = { l: 72, r: 28 + widestOf(labels, TEXT.small), t: top, b: 56 };
  const width = plotWidth(margin);
  const costs = rows.map((row) => Math.log10(row.gflopsPerImage));
  const ends = rows.flatMap((row) => [row.low ?? row.score, row.high ?? row.score]);
  const x = [Math.min(...costs) - 0.15, Math.max(...costs) + 0.1] as const;
  const y = [Math.max(0, Math.min(...ends) - 0.03), Math.min(1, Math.max(...ends) + 0.03)] as const;
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `${options.measure} against multiply-adds an image; rings are published.`,
    data: lines.map((line): PlotlyTrace => {
      const { label, way, published, models } = line;
      const { color, symbol, dash } = styleOf(line);
      const ranged = models.some((row) => typeof row.high === 'number');
      return {
        type: 'scatter',
        mode: 'lines+markers',
        name: way === undefined ? label : `${label}, ${way}`,
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
        line: { color, dash, width: published ? 1.2 : 2 },
        marker: {
          color: published ? PAPER : color,
          symbol,
          size: published ? 2 * MARK - 2 : 2 * MARK,
          line: { color, width: published ? 1.5 : 0 },
        },
        hovertemplate: models.map(
          (row) =>
            `${plain(row.model)}${way === undefined ? '' : `, ${plain(way)}`}<br>` +
            `${Number(row.gflopsPerImage.toPrecision(3))} GFLOPs, ${(100 * row.score).toFixed(1)}%<extra></extra>`,
        ),
      };
    }),
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      xaxis: {
        type: 'log',
        dtick: 1,
        range: [...x],
        title: { text: 'GFLOPs an image (a multiply-add counts once)' },
      },
      yaxis: { title: { text: plain(options.measure) }, tickformat: '.0%', range: [...y] },
      annotations: [
        ...pointLabels(
          families.map((family, k) => {
            const last = lines
              .filter(({ label }) => label === family)
              .at(-1)!
              .models.at(-1)!;
            return { ...placeOf(last), text: labels[k]!, color: seriesStyle(k).color };
          }),
          { width, height: HEIGHT, x, y, beyond: margin.r - 4, mark: MARK },
          lines.flatMap(({ models }) => drawnOf(models)),
        ),
        ...(ways.length > 1 ? [keyOf(ways, width)] : []),
      ],
    },
    table: rows,
  });
}

/** What the marks of each way look like; in ink, as every family has them. */
function keyOf(ways: readonly string[], width: number): object {
  const each = width / ways.length - 40;
  const text = ways
    .map((way, k) => `${WAYS[k % WAYS.length]!.glyph} ${plain(shorten(way, each, TEXT.small))}`)
    .join('      ');
  return {
    ...{ xref: 'paper', yref: 'paper', x: 0, y: 1, xanchor: 'left', yanchor: 'bottom', yshift: 6 },
    ...{ showarrow: false, text, font: { size: TEXT.small, color: INK } },
  };
}

/** What was measured first, then what is published. */
function linesOf(rows: readonly ComputeRow[]): Line[] {
  return [false, true].flatMap((published) => {
    const group = rows.filter((row) => (row.published === true) === published);
    return [...new Set(group.map(({ family }) => family))].flatMap((family) => {
      const own = group.filter((row) => row.family === family);
      return [...new Set(own.map(({ way }) => way ?? undefined))].map((way): Line => {
        const models = own.filter((row) => (row.way ?? undefined) === way);
        return {
          ...{ family, published, way, label: published ? `${family} (paper)` : family },
          models: models.sort((a, b) => a.gflopsPerImage - b.gflopsPerImage),
        };
      });
    });
  });
}

const placeOf = ({ gflopsPerImage, score }: ComputeRow): { x: number; y: number } => ({
  x: Math.log10(gflopsPerImage),
  y: score,
});

/** The dots of a line, their intervals and what joins them. */
const drawnOf = (models: readonly ComputeRow[]): Drawn[] =>
  models.flatMap((row, k): Drawn[] => {
    const [{ x, y }, before] = [placeOf(row), models[k - 1]];
    const joined = before && placeOf(before);
    return [
      { from: [x, y] },
      { from: [x, row.low ?? y], to: [x, row.high ?? y] },
      ...(joined ? [{ from: [joined.x, joined.y], to: [x, y] } as const] : []),
    ];
  });
