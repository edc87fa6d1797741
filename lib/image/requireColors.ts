import { UserError } from '../io/userError.js';
import type { ColorStatistics } from './normalizePixels.js';

/** Refuses a mean or a deviation that makes images NaN or infinite. @throws UserError */
export function requireColors({ mean, std }: ColorStatistics): void {
  for (const [name, values] of Object.entries({ mean, std }))
    if (!Array.isArray(values) || values.length !== 3 || !values.every(Number.isFinite))
      throw new UserError(`the ${name} is ${JSON.stringify(values)}, expected three finite numbers, one a color.`);
  // Colors from 0 to 1 are divided as float32, in which the smallest numbers are 0.
  const isUsable = (value: number, k: number): boolean =>
    value > 0 && [0, 1].every((color) => Number.isFinite(Math.fround((color - mean[k]!) / Math.fround(value))));
  if (!std.every(isUsable))
    throw new UserError(
      `the std is ${JSON.stringify(std)}, expected three numbers above 0, also as float32: images are divided by it.`,
    );
}
