import { ticks } from 'd3-array';
import type { PowerLaw } from '../../eval/statistics/powerLaw.js';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions, PlotlyTrace } from '../figure.js';
import { plotFrame, plotWidth } from '../charts/plotFrame.js';
import { pointLabels } from '../charts/pointLabels.js';
import { seriesStyle } from '../charts/seriesStyle.js';
import { widestOf } from '../charts/textWidth.js';
import { TEXT } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';
import { plain, shorten } from '../charts/wrapText.js';

/** A model of a family of sizes. */
export type ScalingPoint = {
  readonly family: string;
  readonly model: string;
  /** 10^9 multiply-adds, of whatever `compute` says. */
  readonly gflops: number;
  /** Average zero-shot error, 0..1. */
  readonly error: number;
};

/** How `scalingFigure` draws. */
export interface ScalingOptions extends FigureOptions {
  /** What the horizontal axis counts, e.g. `GFLOPs an image`. */
  readonly compute: string;
  /** By family, the line through its models. */
  readonly fits: Readonly<Record<string, PowerLaw>>;
}

const HEIGHT = 380;
const MARK = 5;
/** The widest that a family's name gets, pixels. */
const WIDEST = 200;
const STEPS = 24;

/**
 * Average zero-shot error against compute, both logarithmic, with the fitted line of each family and its interval
 * (Figure 9).
 * @example
 * const errors = await scalingExperiment({ tasks: ['flags', 'digits'] });
 * const average = errors.groupby('family', 'model', 'gflops').rollup({ error: (d) => op.mean(d.error) });
 * show(scalingFigure(average, { compute: 'GFLOPs an image', fits: await scalingLaws(average) }));
 */
export function scalingFigure(table: Tidy<ScalingPoint>, options: ScalingOptions): Figure {
  const name = options.name ?? 'scaling';
  const rows = tidyRows(name, table, ['family', 'model', 'gflops', 'error']);
  const families = [...new Set(rows.map(({ family }) => family))];
  const labels = families.map((family) => shorten(family, WIDEST, TEXT.small));
  const margin = { l: 72, r: 28 + widestOf(labels, TEXT.small), t: options.title ? 60 : 16, b: 56 };
  const data = families.flatMap((family, k): PlotlyTrace[] => {
    const models = rows.filter((row) => row.family === family).sort((a, b) => a.gflops - b.gflops);
    const { color, symbol } = seriesStyle(k);
    return [
      ...line(
        Object.hasOwn(options.fits, family) ? options.fits[family] : undefined,
        models[0]!.gflops,
        models.at(-1)!.gflops,
        color,
      ),
      {
        type: 'scatter',
        mode: 'markers',
        name: family,
        x: models.map(({ gflops }) => gflops),
        y: models.map(({ error }) => 100 * error),
        marker: { color, symbol, size: 2 * MARK },
        hovertemplate: models.map(
          ({ model, gflops, error }) =>
            `${plain(model)}<br>${Number(gflops.toPrecision(3))} GFLOPs, error ${(100 * error).toFixed(1)}%<extra></extra>`,
        ),
      },
    ];
  });
  const errors = rows.map(({ error }) => 100 * error);
  const range = [Math.log10(0.94 * Math.min(...errors)), Math.log10(1.06 * Math.max(...errors))] as const;
  // On a logarithmic axis Plotly would only write powers of ten and their halves.
  const tickvals = tellable(range) ? ticks(10 ** range[0], 10 ** range[1], 6).filter((percent) => percent > 0) : [];
  const costs = rows.map(({ gflops }) => Math.log10(gflops));
  const across = [Math.min(...costs) - 0.12, Math.max(...costs) + 0.12] as const;
  return drawable({
    kind: 'figure',
    name,
    caption: options.caption ?? `Average zero-shot error against ${options.compute}, both axes logarithmic.`,
    data,
    layout: {
      ...plotFrame(margin, HEIGHT, options.title),
      xaxis: { type: 'log', dtick: 1, range: [...across], title: { text: plain(options.compute) } },
      yaxis: {
        type: 'log',
        range: [...range],
        ...(tickvals.length > 0 && {
          tickvals,
          ticktext: tickvals.map((percent) => `${Number(percent.toPrecision(3))}%`),
        }),
        title: { text: 'average zero-shot error' },
      },
      annotations: pointLabels(
        families.map((family, k) => {
          const last = rows.filter((row) => row.family === family).sort((a, b) => b.gflops - a.gflops)[0]!;
          return { ...placeOf(last), text: labels[k]!, color: seriesStyle(k).color };
        }),
        { width: plotWidth(margin), height: HEIGHT, x: across, y: range, beyond: margin.r - 4, mark: MARK },
        rows.map((row) => {
          const { x, y } = placeOf(row);
          return { from: [x, y] as const };
        }),
      ),
    },
    table: rows,
  });
}

/** Whether errors are of a size that round numbers can be named between: not so small that they have no next one. */
const tellable = (range: readonly number[]): boolean => range.every((power) => Math.abs(power) < 100);

/** On the logarithmic axes. */
const placeOf = ({ gflops, error }: ScalingPoint): { x: number; y: number } => ({
  x: Math.log10(gflops),
  y: Math.log10(100 * error),
});

/** The fitted line from `first` to `last`, and the band in which it may lie. */
function line(fit: PowerLaw | undefined, first: number, last: number, color: string): PlotlyTrace[] {
  if (!fit) return [];
  const xs = Array.from({ length: STEPS + 1 }, (_, k) => first * (last / first) ** (k / STEPS));
  const at = xs.map((x) => fit.at(x));
  const common = { type: 'scatter', mode: 'lines', hoverinfo: 'skip' } as const;
  return [
    {
      ...common,
      x: [...xs, ...[...xs].reverse()],
      y: [...at.map(({ high }) => 100 * high), ...[...at].reverse().map(({ low }) => 100 * low)],
      fill: 'toself',
      fillcolor: `${color}1f`,
      line: { width: 0 },
    },
    { ...common, x: xs, y: at.map(({ value }) => 100 * value), line: { color: color, width: 1.5, dash: 'dash' } },
  ];
}
