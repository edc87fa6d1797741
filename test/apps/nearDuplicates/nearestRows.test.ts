import { expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { normalizeRows, type Matrix } from '../../../lib/eval/matrix.js';
import { nearestRows } from '../../../lib/apps/nearDuplicates/nearestRows.js';

function randomRows(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rows * columns }, () => random.normal());
  return normalizeRows({ data, rows, columns });
}

/** The slow twin. */
function slowNearest(queries: Matrix, rows: Matrix): { index: number; similarity: number }[] {
  return Array.from({ length: queries.rows }, (_, q) => {
    let best = { index: -1, similarity: -Infinity };
    for (let n = 0; n < rows.rows; n++) {
      let sum = 0;
      for (let d = 0; d < rows.columns; d++)
        sum += queries.data[q * rows.columns + d]! * rows.data[n * rows.columns + d]!;
      if (sum > best.similarity) best = { index: n, similarity: sum };
    }
    return best;
  });
}

it('finds what a plain loop finds, over the ends of its blocks of rows and of queries', async () => {
  const rows = randomRows(16_384 + 700, 8, 1);
  const queries = randomRows(1024 + 9, 8, 2);
  const before = tf.memory().numTensors;
  const { indices, similarities } = await nearestRows(queries, rows);
  expect(tf.memory().numTensors).toBe(before);
  const slow = slowNearest(queries, rows);
  expect([...indices]).toEqual(slow.map(({ index }) => index));
  slow.forEach(({ similarity }, q) => expect(similarities[q]).toBeCloseTo(similarity, 5));
});

it('of equal rows it takes the first', async () => {
  const row = randomRows(1, 4, 3);
  const twice = { data: Float32Array.of(...row.data, ...row.data), rows: 2, columns: 4 };
  expect([...(await nearestRows(row, twice)).indices]).toEqual([0]);
});

it('refuses to search nothing, or rows of another width', async () => {
  await expect(nearestRows(randomRows(1, 4, 1), randomRows(1, 5, 1))).rejects.toThrow('1 rows of 5');
  await expect(nearestRows(randomRows(1, 4, 1), { data: new Float32Array(), rows: 0, columns: 4 })).rejects.toThrow(
    UserError,
  );
});
