import type * as TensorFlow from '@tensorflow/tfjs';
import { mustFit } from './mustFit.js';

type CreateTensor = (shape: readonly number[], dtype: number, values: ArrayLike<number>) => number;

/**
 * Lets TensorFlow's binding refuse a shape that TensorFlow would end the process over: one with a negative side, or
 * whose sides, those of 0 left out, have a product that cannot be counted.
 */
export function countableShapes(tf: typeof TensorFlow): void {
  const backend = tf.backend() as unknown as { binding: { readonly createTensor: CreateTensor } };
  const { binding } = backend;
  const createTensor: CreateTensor = (shape, dtype, values) => {
    const whole = shape.every((side) => Number.isSafeInteger(side) && side >= 0);
    mustFit(
      whole && shape.reduce((product, side) => product * (side || 1), 1) <= Number.MAX_SAFE_INTEGER,
      () =>
        `A tensor must be shaped by whole numbers from 0 on whose product can be counted, and not [${shape.join(', ')}].`,
    );
    return binding.createTensor(shape, dtype, values);
  };
  // The binding's own properties cannot be written.
  backend.binding = Object.create(binding, { createTensor: { value: createTensor } }) as typeof binding;
}
