import { describe, expect, it } from 'vitest';
import { innerProducts, normalizeRows, softmaxRows, stackRows, type Matrix } from '../../lib/eval/matrix.js';
import { requireMatrix, type MatrixLimits } from '../../lib/eval/requireMatrix.js';
import { UserError } from '../../lib/io/userError.js';

const matrix = (rows: number, columns: number, ...data: number[]): Matrix => ({
  data: Float32Array.from(data),
  rows,
  columns,
});
const sound = matrix(2, 2, 1, 2, 3, 4);
const take = (given: unknown, limits?: MatrixLimits): unknown => requireMatrix(given as Matrix, 'the rows', limits);
const remedy = 'compute them again with sound weights and images.';

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  nothing: [
    () => take(undefined),
    'the rows are undefined, expected { data, rows, columns } with data a Float32Array.',
  ],
  null: [() => take(null), 'the rows are null, expected { data, rows, columns } with data a Float32Array.'],
  'a list': [() => take([1]), 'the rows are a list of 1, expected { data, rows, columns } with data a Float32Array.'],
  'numbers of another type': [
    () => take({ ...sound, data: Float64Array.of(1, 2, 3, 4) }),
    'the rows are an object, expected { data, rows, columns } with data a Float32Array.',
  ],
  'half a row': [
    () => take({ ...sound, rows: 0.5 }),
    'the number of rows of the rows is 0.5, expected a whole number of 0 or more.',
  ],
  'columns below 0': [
    () => take({ ...sound, columns: -1 }),
    'the number of columns of the rows is -1, expected a whole number of 0 or more.',
  ],
  'another size than said': [
    () => take({ ...sound, rows: 3 }),
    'the rows hold 4 numbers, expected 3 x 2: give the rows they really have.',
  ],
  'more rows than wanted': [
    () => take(sound, { rows: 1 }),
    'the rows have 2 rows, expected 1: take both from the same samples.',
  ],
  'fewer columns than wanted': [
    () => take(sound, { columns: 3 }),
    'the rows have rows of 2 numbers, expected 3: take both from one model.',
  ],
  'a number that is none': [
    () => take(matrix(2, 2, 1, 2, NaN, 4)),
    `the rows of row 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'an infinite number, where the lowest may be': [
    () => take(matrix(2, 2, -Infinity, Infinity, 3, 4), { row: 'image', lowest: -Infinity }),
    `the rows of image 1 of 2 are not finite (Infinity): ${remedy}`,
  ],
  'rows of two widths, stacked': [
    () => stackRows([sound, matrix(1, 3, 1, 2, 3)]),
    'cannot stack 3 columns below 2: take all rows from one model.',
  ],
  'features that are not finite': [
    () => normalizeRows(matrix(1, 2, 1, NaN)),
    `the features of row 1 of 1 are not finite (NaN): ${remedy}`,
  ],
  'rows on the left that are not finite': [
    () => innerProducts(matrix(1, 2, 1, NaN), sound),
    `the left rows of row 1 of 1 are not finite (NaN): ${remedy}`,
  ],
  'rows on the right that are not finite': [
    () => innerProducts(sound, matrix(1, 2, 1, NaN)),
    `the right rows of row 1 of 1 are not finite (NaN): ${remedy}`,
  ],
  'products of two widths': [
    () => innerProducts(sound, matrix(1, 3, 1, 2, 3)),
    'rows of 2 and 3 numbers do not multiply: take both from one model.',
  ],
  'a product beyond float32': [
    () => innerProducts(matrix(2, 1, 1, 3e38), matrix(3, 1, 1, 1, 2)),
    'the inner product of rows 1 and 2 is Infinity, expected a finite number; scale the rows down.',
  ],
  'logits that are not finite': [
    () => softmaxRows(matrix(1, 2, 1, NaN)),
    `the logits of row 1 of 1 are not finite (NaN): ${remedy}`,
  ],
  'logits none of which is possible': [
    () => softmaxRows(matrix(2, 2, 0, 0, -Infinity, -Infinity)),
    'the logits of row 2 of 2 are all -Infinity, which makes no probabilities.',
  ],
};

describe('what is no matrix, or none that fits, is refused in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', (_, [attempt, sentence]) => {
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(new UserError(sentence));
  });

  it('and one that fits is taken, also where there is nothing in it', () => {
    take(sound, { rows: 2, columns: 2 });
    take(matrix(0, 2));
    take(matrix(2, 0));
    take(matrix(1, 2, -Infinity, 1), { lowest: -Infinity });
    expect(softmaxRows(matrix(2, 0))).toEqual(matrix(2, 0));
    expect(normalizeRows(matrix(0, 3))).toEqual(matrix(0, 3));
  });
});
