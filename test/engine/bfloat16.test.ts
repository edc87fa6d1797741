import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isBfloat16, toBfloat16, toFloat32 } from '../../lib/engine/bfloat16.js';
import { relu } from '../../lib/engine/relu.js';
import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';

/** Round to nearest, ties to even, on the upper 16 bits. */
function roundToBfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const lower = bits[0]! & 0xffff;
  let upper = bits[0]! >>> 16;
  if (lower > 0x8000 || (lower === 0x8000 && upper & 1)) upper++;
  return new Float32Array(Uint32Array.of(upper * 0x10000).buffer)[0]!;
}

describe('bfloat16', () => {
  it('rounds to nearest even, and reads back as float32', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: Math.fround(-1e30), max: Math.fround(1e30) }), {
          minLength: 1,
          maxLength: 20,
        }),
        (values) => {
          // TensorFlow flushes subnormals to zero.
          const normal = values.map((x) => (Math.abs(x) < 1e-30 ? 0 : x));
          const half = toBfloat16(tf.tensor1d(normal));
          expect(isBfloat16(half)).toBe(true);
          expect([...half.dataSync()]).toEqual(normal.map(roundToBfloat16));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('runs any tfjs op in bfloat16, other float inputs cast down', () => {
    const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const product = tf.matMul(toBfloat16(a), a);
    expect(isBfloat16(product)).toBe(true);
    expect([...product.dataSync()]).toEqual([7, 10, 15, 22]);
    expect(isBfloat16(tf.add(toBfloat16(a), 1))).toBe(true);
    expect(isBfloat16(toFloat32(product))).toBe(false);
  });

  it('gives float32 gradients close to those of a float32 pass (convolution, pooling, relu, matmul, a value used twice)', () => {
    const x = tf.randomNormal([2, 8, 8, 3], 0, 1, 'float32', 1) as Tensor4D;
    const w = tf.randomNormal([3, 3, 3, 4], 0, 0.3, 'float32', 2) as Tensor4D;
    const v = tf.randomNormal([4, 5], 0, 0.3, 'float32', 3) as Tensor2D;
    const pass =
      (cast: <T extends Tensor>(t: T) => T) =>
      (...[weight, last]: Tensor[]): Tensor => {
        const y = relu(tf.conv2d(cast(x), cast(weight as Tensor4D), 1, 'same'));
        const twice = tf.add(tf.avgPool(y, 2, 2, 'valid'), tf.maxPool(y, 2, 2, 'valid'));
        const features = tf.mean(tf.reshape(twice, [2, 16, 4]), 1) as Tensor2D;
        return tf.sum(tf.square(toFloat32(tf.matMul(features, cast(last as Tensor2D)))));
      };
    const half = tf.grads(pass(toBfloat16))([w, v]);
    const full = tf.grads(pass((t) => t))([w, v]);
    half.forEach((gradient, k) => {
      expect(isBfloat16(gradient)).toBe(false);
      const largest = Math.max(...full[k]!.dataSync().map(Math.abs));
      expectClose(gradient.dataSync(), full[k]!.dataSync(), 0.03 * largest, `gradient ${k}`);
    });
  });

  it('does not leak tensors', () => {
    const a = tf.ones([4, 4]);
    const before = tf.memory().numTensors;
    tf.grad((x) => tf.sum(toFloat32(tf.matMul(toBfloat16(x), toBfloat16(x)))))(a).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
