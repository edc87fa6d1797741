import { UserError } from '../io/userError.js';
import type { ColorStatistics } from './normalizePixels.js';

/** Refuses a mean or a deviation that makes images NaN or infinite. @throws UserError */
export function requireColors({ mean, std }: ColorStatistics): void {
  for (const [name, values] of Object.entries({ mean, std }))
    if (!Array.isArray(values) || values.length !== 3 || !values.every(Number.isFinite))
      throw new UserError(`the ${name} is ${JSON.stringify(values)}, expected three finite numbers, one a color.`);
  if (!std.every((value) => value > 0))
    throw new UserError(`the std is ${JSON.stringify(std)}, expected three numbers above 0: images are divided by it.`);
}
