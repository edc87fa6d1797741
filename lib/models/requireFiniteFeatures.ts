import { firstNotFinite } from '../io/firstNotFinite.js';
import { UserError } from '../io/userError.js';

/**
 * Refuses what a model made of some images or texts where it is not finite.
 * @param data [N, columns] @param nameOf names a row, e.g. `image 3`
 * @throws UserError naming the first row with such a number
 */
export function requireFiniteFeatures(data: Float32Array, columns: number, nameOf: (row: number) => string): void {
  const at = firstNotFinite(data);
  if (at < 0) return;
  throw new UserError(
    `the model's output for ${nameOf(Math.floor(at / columns))} is not finite (${data[at]}): its weights, or its mean and std, ` +
      `are damaged, so load it from a sound file.`,
  );
}
