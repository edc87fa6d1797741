import { areFinite } from '../io/areFinite.js';
import { requireWhole } from '../io/requireWhole.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { Matrix } from './matrix.js';

export interface MatrixLimits {
  /** What a row is, for errors, e.g. `image`. Default `row`. */
  readonly row?: string;
  /** How many numbers a row must have. */
  readonly columns?: number | undefined;
  /** How many rows there must be. */
  readonly rows?: number | undefined;
  /** -Infinity where that may be among the numbers. */
  readonly lowest?: number;
}

/**
 * Refuses what is no matrix of finite numbers: NaN compares as false with everything, so that it would count as right
 * or wrong unseen.
 * @param what names it, e.g. `the features`
 * @throws UserError naming the row where a number is not finite, or the size that does not fit
 */
export function requireMatrix(
  matrix: Matrix,
  what: string,
  { row = 'row', columns, rows, lowest }: MatrixLimits = {},
): void {
  if (typeof matrix !== 'object' || (matrix as unknown) === null || !(matrix.data instanceof Float32Array))
    throw new UserError(`${what} are ${told(matrix)}, expected { data, rows, columns } with data a Float32Array.`);
  requireWhole(matrix.rows, `the number of rows of ${what}`);
  requireWhole(matrix.columns, `the number of columns of ${what}`);
  if (matrix.data.length !== matrix.rows * matrix.columns)
    throw new UserError(
      `${what} hold ${matrix.data.length} numbers, expected ${matrix.rows} x ${matrix.columns}: give the rows they really have.`,
    );
  if (rows !== undefined && matrix.rows !== rows)
    throw new UserError(`${what} have ${matrix.rows} rows, expected ${rows}: take both from the same samples.`);
  if (columns !== undefined && matrix.columns !== columns)
    throw new UserError(
      `${what} have rows of ${matrix.columns} numbers, expected ${columns}: take both from one model.`,
    );
  if (areFinite(matrix.data)) return;
  const at = matrix.data.findIndex((value) => !Number.isFinite(value) && value !== lowest);
  if (at < 0) return;
  throw new UserError(
    `${what} of ${row} ${Math.floor(at / matrix.columns) + 1} of ${matrix.rows} are not finite (${matrix.data[at]}): ` +
      `compute them again with sound weights and images.`,
  );
}
