import { UserError } from '../io/userError.js';
import { matrixRow, normalizeRows, type Matrix } from './matrix.js';

/**
 * What a model made of some images or texts, every row a unit vector, as their cosines need it: a row of zeros has no
 * direction, and would be as near to every class.
 * @param nameOf names a row, e.g. `image 3 of 8`
 * @throws UserError naming the first such row
 */
export function unitRows(matrix: Matrix, nameOf: (row: number) => string): Matrix {
  const unit = normalizeRows(matrix);
  for (let row = 0; row < unit.rows; row++)
    if (matrixRow(unit, row).every((value) => value === 0))
      throw new UserError(
        `the model's output for ${nameOf(row)} is all zeros, which are as near to every class: its weights are damaged, ` +
          `so load it from a sound file.`,
      );
  return unit;
}
