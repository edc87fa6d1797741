import { UserError } from '../io/userError.js';
import type { Figure } from './figure.js';

/** Where the first number that is not finite stands, such as `data[0].x[3]`; what is no plain data is not looked through. */
function notFiniteIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
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

/**
 * A figure that can be drawn as it is: JSON has no word for NaN and infinity, which Plotly would leave out without one.
 * @throws UserError where a number to be drawn is not finite
 */
export function drawable(figure: Figure): Figure {
  const found = notFiniteIn(figure.data, 'data') ?? notFiniteIn(figure.layout, 'layout');
  if (found === undefined) return figure;
  throw new UserError(
    `The figure "${figure.name}" cannot be drawn, as ${found}: hand over finite numbers, above 0 where an axis is logarithmic, ` +
      'and leave out what was not measured.',
  );
}
