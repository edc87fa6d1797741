import { DT } from '../../engine/backend.js';
import { freeRawTensors, withRawTensors } from '../../engine/rawTensors.js';

/** A few long vectors in float32, kept where TensorFlow passes over all of them at once. */
export interface VectorRows {
  /** Puts a vector in the place of row `row`. */
  replace(row: number, vector: Float64Array): void;
  /** The inner product of every row with x. */
  dots(x: Float64Array): Float32Array;
  /** Adds the sum of the rows, each by its weight, to x in place. */
  addTo(x: Float64Array, weights: Float32Array): void;
  dispose(): void;
}

/** `rows` vectors of `length` zeros. */
export function createVectorRows(rows: number, length: number): VectorRows {
  let held = withRawTensors((raw) => raw.keep(raw.float32(new Float32Array(rows * length), [rows, length])));
  // Every vector that comes in is rounded in the same place: no tensor of it is kept.
  const single = new Float32Array(length);
  const rounded = (vector: Float64Array): Float32Array => {
    single.set(vector);
    return single;
  };
  return {
    replace(row, vector) {
      // The result is the same memory under another name: a copy of all rows would cost more than everything else here.
      const updated = withRawTensors((raw) =>
        raw.keep(
          raw.op('InplaceUpdate', { T: { dtype: DT.float } }, [
            held,
            raw.int32(Int32Array.of(row), [1]),
            raw.float32(rounded(vector), [1, length]),
          ]),
        ),
      );
      freeRawTensors([held]);
      held = updated;
    },
    dots: (x) =>
      withRawTensors((raw) => raw.readFloat32(raw.matMul(held, raw.float32(rounded(x), [length, 1]), DT.float))),
    addTo(x, weights) {
      const sum = withRawTensors((raw) => raw.readFloat32(raw.matMul(raw.float32(weights, [1, rows]), held, DT.float)));
      for (let i = 0; i < x.length; i++) x[i] = x[i]! + sum[i]!;
    },
    dispose: () => freeRawTensors([held]),
  };
}
