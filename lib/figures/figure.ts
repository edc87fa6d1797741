/** A Plotly trace: plain data, as plotly.js documents it. */
export interface PlotlyTrace {
  readonly type: 'bar' | 'scatter' | 'heatmap';
  readonly [attribute: string]: unknown;
}

/** A Plotly layout: plain data. Size is in CSS pixels and always stated, so that every output looks alike. */
export interface PlotlyLayout {
  readonly width: number;
  readonly height: number;
  readonly [attribute: string]: unknown;
}

/** One observation of a tidy table. */
export type TidyRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A drawing and the numbers in it. Plain data: it can be stored, compared and validated. */
export interface Figure {
  readonly kind: 'figure';
  /** File name without extension, e.g. `similarity`. */
  readonly name: string;
  /** One or two sentences that stand without the figure. */
  readonly caption: string;
  readonly data: readonly PlotlyTrace[];
  readonly layout: PlotlyLayout;
  /** The tidy table behind the drawing; saved as CSV. */
  readonly table: readonly TidyRow[];
}

/** What every figure function lets its caller say. */
export interface FigureOptions {
  readonly name?: string;
  readonly title?: string;
  readonly caption?: string;
}

export const isFigure = (value: unknown): value is Figure =>
  typeof value === 'object' && value !== null && (value as Partial<Figure>).kind === 'figure';
