import { tf } from '../engine/tf.js';
import { requireFinite } from '../io/requireFinite.js';
import { UserError } from '../io/userError.js';
import { requireMatrix } from './requireMatrix.js';

/** Numbers in rows, row after row. Embeddings are one row an image or text. */
export interface Matrix {
  /** [rows, columns] */
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Row k, not copied. */
export function matrixRow(matrix: Matrix, k: number): Float32Array {
  return matrix.data.subarray(k * matrix.columns, (k + 1) * matrix.columns);
}

/** The rows at some indices, in that order. */
export function selectRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { columns } = matrix;
  const data = new Float32Array(indices.length * columns);
  for (let k = 0; k < indices.length; k++) data.set(matrixRow(matrix, indices[k]!), k * columns);
  return { data, rows: indices.length, columns };
}

/** Rows of several matrices of equal width, one below the other. */
export function stackRows(matrices: readonly Matrix[]): Matrix {
  const columns = matrices[0]?.columns ?? 0;
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const matrix of matrices) {
    if (matrix.columns !== columns)
      throw new UserError(`cannot stack ${matrix.columns} columns below ${columns}: take all rows from one model.`);
    data.set(matrix.data, at);
    at += matrix.data.length;
  }
  return { data, rows, columns };
}

/**
 * Every row divided by its Euclidean length; a row of zeros stays as it is.
 * @throws UserError naming a row with a number that is not finite
 * @example
 * normalizeRows({ data: Float32Array.of(3, 4), rows: 1, columns: 2 }).data; // [0.6, 0.8]
 */
export function normalizeRows(matrix: Matrix): Matrix {
  requireMatrix(matrix, 'the features');
  const data = new Float32Array(matrix.data.length);
  for (let k = 0; k < matrix.rows; k++) {
    const row = matrixRow(matrix, k);
    let squares = 0;
    for (let j = 0; j < row.length; j++) squares += row[j]! * row[j]!;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let j = 0; j < row.length; j++) data[k * matrix.columns + j] = row[j]! * scale;
  }
  return { ...matrix, data };
}

/**
 * a bᵀ: the inner products of every row of a [N, D] with every row of b [M, D], as [N, M].
 * @throws UserError where the widths differ, or a number is not finite
 * @example
 * const a = { data: Float32Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
 * innerProducts(a, a).data; // [5, 11, 11, 25]
 */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  requireMatrix(a, 'the left rows');
  requireMatrix(b, 'the right rows');
  if (a.columns !== b.columns)
    throw new UserError(`rows of ${a.columns} and ${b.columns} numbers do not multiply: take both from one model.`);
  const data = tf.tidy(() => {
    const left = tf.tensor2d(a.data, [a.rows, a.columns]);
    const right = tf.tensor2d(b.data, [b.rows, b.columns]);
    return tf.matMul(left, right, false, true).dataSync<'float32'>();
  });
  requireFinite(
    data,
    (at) => `the inner product of rows ${Math.floor(at / b.rows)} and ${at % b.rows}`,
    'scale the rows down',
  );
  return { data, rows: a.rows, columns: b.rows };
}

/**
 * Softmax over each row: probabilities that sum to 1. A logit of -Infinity gives 0, what is not so much as possible.
 * @throws UserError naming a row with another logit that is not finite, or with no other
 * @example
 * softmaxRows({ data: Float32Array.of(0, Math.log(3)), rows: 1, columns: 2 }).data; // [0.25, 0.75]
 */
export function softmaxRows(logits: Matrix): Matrix {
  requireMatrix(logits, 'the logits', { lowest: -Infinity });
  const data = new Float32Array(logits.data.length);
  for (let k = 0; k < logits.rows; k++) {
    const row = matrixRow(logits, k);
    let largest = -Infinity;
    for (const value of row) largest = Math.max(largest, value);
    if (row.length > 0 && largest === -Infinity)
      throw new UserError(
        `the logits of row ${k + 1} of ${logits.rows} are all -Infinity, which makes no probabilities.`,
      );
    let sum = 0;
    for (const value of row) sum += Math.exp(value - largest);
    for (let j = 0; j < row.length; j++) data[k * logits.columns + j] = Math.exp(row[j]! - largest) / sum;
  }
  return { ...logits, data };
}
