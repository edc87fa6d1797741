import { tf, type Tensor, type Tensor2D } from '../../engine/tf.js';
import { breathe } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { UserError } from '../../io/userError.js';
import type { Matrix } from '../../eval/matrix.js';
import { requireMatrix } from '../../eval/requireMatrix.js';

/** For each query its nearest row. */
export interface Nearest {
  /** [queries], positions in the rows that were searched. */
  readonly indices: Int32Array;
  /** [queries], inner products: similarities of unit rows. */
  readonly similarities: Float32Array;
}

/** Rows of one matrix product: its result is 64 MB at most. */
const BLOCK = { queries: 1024, rows: 16_384 };

/**
 * For each row of `queries` [Q, D] the row of `rows` [N, D] with the largest inner product; the first among equals. The
 * search is exact: blocks of matrix products, whose largest entries alone are read back. 5,286 queries of 236,136 rows
 * of 128 take about 15 s on two cores, so that no index has to be built, and none is missed.
 * @throws UserError where there is nothing to search, the widths differ, or a number is not finite
 */
export async function nearestRows(queries: Matrix, rows: Matrix, label?: string): Promise<Nearest> {
  if (rows.rows === 0 || queries.columns !== rows.columns)
    throw new UserError(
      `${rows.rows} rows of ${rows.columns} cannot be searched for rows of ${queries.columns}: embed both with one model.`,
    );
  requireMatrix(queries, 'the queries');
  requireMatrix(rows, 'the rows to search');
  const indices = new Int32Array(queries.rows);
  const similarities = new Float32Array(queries.rows).fill(-Infinity);
  const progress = label === undefined ? undefined : startProgress(label, 'rows', rows.rows);
  for (let begin = 0; begin < rows.rows; begin += BLOCK.rows) {
    const end = Math.min(begin + BLOCK.rows, rows.rows);
    const block = tf.tensor2d(slice(rows, begin, end), [end - begin, rows.columns]);
    for (let from = 0; from < queries.rows; from += BLOCK.queries) {
      const to = Math.min(from + BLOCK.queries, queries.rows);
      takeBetter(slice(queries, from, to), block, (k, index, similarity) => {
        if (similarity > similarities[from + k]!) {
          similarities[from + k] = similarity;
          indices[from + k] = begin + index;
        }
      });
      await breathe();
    }
    block.dispose();
    progress?.advance(end - begin);
  }
  progress?.finish();
  return { indices, similarities };
}

function slice({ data, columns }: Matrix, begin: number, end: number): Float32Array {
  return data.subarray(begin * columns, end * columns);
}

/** Tells of each query the best row of a block. */
function takeBetter(
  queries: Float32Array,
  block: Tensor2D,
  tell: (query: number, index: number, similarity: number) => void,
): void {
  const D = block.shape[1];
  const [best, at] = tf.tidy((): [Tensor, Tensor] => {
    const products = tf.matMul(tf.tensor2d(queries, [queries.length / D, D]), block, false, true); // [queries, block]
    return [tf.max(products, 1), tf.argMax(products, 1)];
  });
  const similarities = best.dataSync<'float32'>();
  at.dataSync<'int32'>().forEach((index, k) => tell(k, index, similarities[k]!));
  tf.dispose([best, at]);
}
