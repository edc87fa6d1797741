import { UserError } from '../../lib/io/userError.js';
import { describe, expect, it } from 'vitest';
import {
  innerProducts,
  normalizeRows,
  selectRows,
  softmaxRows,
  stackRows,
  type Matrix,
} from '../../lib/eval/matrix.js';
import { expectClose } from '../fixtures/close.js';

const matrix = (...rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]!.length,
});

describe('matrix', () => {
  const m = matrix([3, 4], [0, 0], [-1, 0]);

  it('takes rows and stacks them', () => {
    expect(selectRows(m, [2, 0, 2])).toEqual(matrix([-1, 0], [3, 4], [-1, 0]));
    expect(stackRows([m, selectRows(m, [0])])).toEqual(matrix([3, 4], [0, 0], [-1, 0], [3, 4]));
    expect(() => stackRows([m, matrix([1])])).toThrow(UserError);
    expect(stackRows([])).toEqual({ data: new Float32Array(), rows: 0, columns: 0 });
  });

  it('makes unit rows and leaves zeros', () => {
    expectClose(normalizeRows(m).data, [0.6, 0.8, 0, 0, -1, 0], 1e-7);
  });

  it('multiplies rows with rows', () => {
    expect(innerProducts(m, matrix([1, 2], [0, 1]))).toEqual(matrix([11, 4], [0, 0], [-1, 0]));
    expect(() => innerProducts(m, matrix([1, 2, 3]))).toThrow(UserError);
  });

  it('takes a softmax that large logits do not overflow', () => {
    const probabilities = softmaxRows(matrix([1000, 1000, 0], [0, Math.log(3), -Infinity]));
    expectClose(probabilities.data, [0.5, 0.5, 0, 0.25, 0.75, 0], 1e-6);
  });
});
