import { UserError } from '../io/userError.js';
import type { Figure, PlotlyLayout, PlotlyTrace } from './figure.js';

/** An axis reaches no further: Plotly sets ends beyond it back without a word. */
const FARTHEST = 1e300;

/**
 * Where the first number that is not finite or beyond any axis stands, such as `data[0].x[3]`; what is no plain data is
 * not looked through.
 */
function notFiniteIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Math.abs(value) <= FARTHEST ? undefined : `${path} is ${value}`;
  if (Array.isArray(value)) {
    for (const [k, item] of value.entries()) {
      const found = notFiniteIn(item, `${path}[${k}]`);
      if (found !== undefined) return found;
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const found = key === 'template' ? undefined : notFiniteIn(item, `${path}.${key}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a trace has a point: one of nothing, or of gaps alone, Plotly takes for a mistake and says so. */
function hasPoints({ x }: PlotlyTrace): boolean {
  return !Array.isArray(x) || x.some((place) => place !== null);
}

/** A layout whose axes have a length: Plotly widens one from a number to itself, and says so. */
function withLengths(layout: PlotlyLayout): PlotlyLayout {
  const axes = Object.entries(layout).flatMap(([key, axis]) => {
    const { range } = (/^[xy]axis\d*$/.test(key) ? axis : {}) as { range?: readonly number[] };
    const [from, to] = range ?? [];
    return from !== undefined && from === to
      ? [[key, { ...(axis as object), range: [from - 1, from + 1] }] as const]
      : [];
  });
  return axes.length > 0 ? { ...layout, ...Object.fromEntries(axes) } : layout;
}

/**
 * A figure that can be drawn as it is, without traces that have no point where others have: JSON has no word for NaN
 * and infinity, which Plotly would leave out without one.
 * @throws UserError where a number to be drawn is not finite, or above 1e300 in magnitude
 */
export function drawable(figure: Figure): Figure {
  const found = notFiniteIn(figure.data, 'data') ?? notFiniteIn(figure.layout, 'layout');
  const data = figure.data.filter(hasPoints);
  if (found === undefined)
    return { ...figure, data: data.length > 0 ? data : figure.data, layout: withLengths(figure.layout) };
  throw new UserError(
    `The figure "${figure.name}" cannot be drawn, as ${found}: hand over finite numbers up to 1e300 in magnitude, above 0 where an axis is logarithmic, ` +
      'and leave out what was not measured.',
  );
}
