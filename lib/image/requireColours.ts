import { UserError } from '../io/userError.js';
import type { ColourStatistics } from './normalizePixels.js';

/** Refuses a mean or a deviation that makes pictures NaN or infinite. @throws UserError */
export function requireColours({ mean, std }: ColourStatistics): void {
  for (const [name, values] of Object.entries({ mean, std }))
    if (!Array.isArray(values) || values.length !== 3 || !values.every(Number.isFinite))
      throw new UserError(`the ${name} is ${JSON.stringify(values)}, expected three finite numbers, one a colour.`);
  if (!std.every((value) => value > 0))
    throw new UserError(
      `the std is ${JSON.stringify(std)}, expected three numbers above 0: pictures are divided by it.`,
    );
}
