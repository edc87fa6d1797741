import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { attention, selfAttention } from '../../lib/engine/attention.js';
import { DT, runOp } from '../../lib/engine/backend.js';
import { cropAndResize } from '../../lib/engine/cropAndResize.js';
import { cropBytes } from '../../lib/engine/cropBytes.js';
import { crossEntropy } from '../../lib/engine/crossEntropy.js';
import { layerNorm } from '../../lib/engine/layerNorm.js';
import { linear } from '../../lib/engine/linear.js';
import { movingAverage } from '../../lib/engine/movingAverage.js';
import { hasNativeKernels } from '../../lib/engine/nativeKernels.js';
import { projectiveTransform } from '../../lib/engine/projectiveTransform.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../../lib/engine/tf.js';
import { UserError } from '../../lib/io/userError.js';
import { NATIVE_TWINS } from '../../scripts/fuzz/twins/nativeTwins.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const native = { skip: !hasNativeKernels() };

// In processes of their own: a kernel that runs past its memory takes the process with it.
it('random shapes and values give what the slow twin gives, or an error', native, () => {
  const args = ['scripts/fuzz/run.mjs', '--target', 'native', '--seed', '12', '--cases', '300'];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stdout).toContain('native: 300 cases');
  expect(status, stdout).toBe(0);
});

describe('crops', () => {
  const pixels = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, k) => k);
  const colors = { scaleAndShift: Float32Array.of(1, 1, 1, 0, 0, 0) };
  const crop = (box: number[], size = 3, shape: [number, number, number, number] = [1, 4, 4, 3]): unknown =>
    cropBytes(pixels.subarray(0, shape[0] * shape[1] * shape[2] * 3), shape, {
      boxes: Float32Array.from(box),
      size,
      ...colors,
    });

  it.each([NaN, Infinity, -Infinity, 3.4e38, -1, 2])('with an edge of %d are refused', (edge) => {
    for (const k of [0, 1, 2, 3]) {
      const box = [0.1, 0.1, 0.9, 0.9];
      box[k] = edge;
      expect(() => crop(box)).toThrow(UserError);
      expect(() => cropAndResize(pixels.subarray(0, 48), [1, 4, 4, 3], Float32Array.from(box), 3)).toThrow(UserError);
    }
  });

  it('of images without pixels, without a size, or with a box too few are refused', () => {
    expect(() => crop([0, 0, 1, 1], 3, [1, 0, 4, 3])).toThrow('at least one pixel');
    expect(() => crop([0, 0, 1, 1], 3, [1, 4, 0, 3])).toThrow('at least one pixel');
    for (const size of [0, -1, 1.5, NaN]) expect(() => crop([0, 0, 1, 1], size)).toThrow('whole number from 1');
    expect(() => crop([0, 0, 1, 1], 3, [2, 4, 4, 3])).toThrow('8 in all, and there are 4');
  });

  it('straight from the kernel are refused too', native, () => {
    const run = (box: number[], side: number): unknown => {
      const inputs = [tf.tensor2d([box]), tf.zeros([0]), tf.tensor1d([1, 1, 1, 0, 0, 0])];
      const image = runOp('Cast', { SrcT: { dtype: DT.float }, DstT: { dtype: DT.uint8 }, Truncate: false }, [
        tf.zeros([1, side, side, 3]),
      ]);
      return runOp('CliplabCrop', { T: { dtype: DT.uint8 }, size: 3 }, [...image, ...inputs]);
    };
    expect(() => run([NaN, 0, 1, 1], 4)).toThrow('from 0 to 1');
    expect(() => run([0, 0, Infinity, 1], 4)).toThrow('from 0 to 1');
    expect(() => run([0, 0, 1, 1], 0)).toThrow('at least one pixel');
  });

  it('none give none', native, () => {
    const none = cropBytes(new Uint8Array(), [0, 4, 4, 3], { boxes: new Float32Array(), size: 3, ...colors });
    expect(none.shape).toEqual([0, 3, 3, 3]);
  });
});

describe('tensors without values', () => {
  it('a linear layer of no inputs is its bias, and one of no outputs is nothing', () => {
    const bias = tf.tensor1d([1, 2, 3]);
    expect(linear(tf.zeros([2, 0]), tf.zeros([3, 0]), bias).arraySync()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(linear(tf.zeros([2, 4]), tf.zeros([0, 4]), tf.zeros([0])).shape).toEqual([2, 0]);
    expect(linear(tf.zeros([2, 0, 4]), tf.zeros([3, 4]), bias).shape).toEqual([2, 0, 3]);
  });

  it('keys that nothing asks for have gradients of 0', native, () => {
    const kv = tf.ones([1, 2, 3, 4]);
    const [, dk, dv] = runOp(
      'CliplabAttentionGrad',
      { T: { dtype: DT.float } },
      [tf.zeros([1, 2, 0, 4]), tf.zeros([1, 2, 0, 4]), kv, kv, tf.zeros([0])],
      3,
    );
    expect(new Set([...dk!.dataSync(), ...dv!.dataSync()])).toEqual(new Set([0]));
  });

  it('heads without number end at once', native, () => {
    const nothing = tf.tensor(new Float32Array(), [2 ** 20, 2 ** 20, 0, 8]) as Tensor4D;
    expect(attention(nothing, nothing, nothing).shape).toEqual(nothing.shape);
    const rows = tf.tensor(new Float32Array(), [2 ** 31, 17, 0]) as Tensor3D;
    expect(selfAttention(rows, 3).shape).toEqual(rows.shape);
    // The fuzzing's twins too, which would else be taken for a kernel that hangs.
    const empty = (...shape: number[]): never => ({ shape, values: new Float32Array(), dtype: 'float32' }) as never;
    expect(NATIVE_TWINS['CliplabSelfAttention']?.([empty(2 ** 31, 17, 0), empty(0)], { heads: 3 })).toBeDefined();
    const many = [2 ** 31, 2, 17, 0] as const;
    expect(
      NATIVE_TWINS['CliplabAttention']?.([empty(...many), empty(...many), empty(...many), empty(0)], {}),
    ).toBeDefined();
  });

  it.each([
    [2 ** 40, 2 ** 40, 0],
    [2 ** 62, 4, 0],
  ])(
    'a shape whose sides cannot be counted is refused and not the end of the process: %j, %j, %j',
    native,
    (...shape) => {
      expect(() => tf.tensor(new Float32Array(), shape).dataSync()).not.toThrow();
      expect(() => tf.neg(tf.tensor(new Float32Array(), shape))).toThrow('can be counted');
    },
  );
});

describe('what does not fit is said in one sentence', () => {
  const ones = (...shape: number[]): never => tf.ones(shape) as never;

  it.each([
    ['attention', () => attention(ones(2, 3), ones(2, 3), ones(2, 3))],
    ['a mask', () => selfAttention(ones(1, 3, 6), 1, ones(2, 2))],
    ['heads', () => selfAttention(ones(1, 3, 6) as Tensor3D, 0)],
    ['half a head', () => selfAttention(ones(1, 3, 6), 0.5)],
    ['layer norm', () => layerNorm(ones(2, 4), ones(4) as Tensor1D, ones(3), 1e-5)],
    ['layer norm of nothing', () => layerNorm(ones(2, 0), ones(0), ones(0), 1e-5)],
    ['linear', () => linear(ones(2, 4), ones(3, 5) as Tensor2D)],
    ['a bias', () => linear(ones(2, 4), ones(3, 4), ones(4))],
    ['rows that would be cut anew', () => linear(ones(2, 3, 4), ones(3, 6), ones(3))],
    ['an average', () => movingAverage([ones(2)], [ones(3)], 0.1)],
    ['averages', () => movingAverage([ones(2)], [], 0.1)],
  ])('%s', (_, run) => {
    expect(run).toThrow(UserError);
    expect(run).toThrow(/^[^\n]+\.$/);
  });

  it('labels that are no classes', () => {
    for (const label of [-1, 3, 2 ** 31 - 1])
      expect(() => crossEntropy(ones(1, 3), tf.tensor1d([label], 'int32')).dataSync()).toThrow();
  });
});

it('a transform of NaN or infinity takes nothing from beyond the image', () => {
  for (const value of [NaN, Infinity, -1e38]) {
    const row = tf.tensor2d([[value, 0, 0, 0, 1, value, 0, value]]);
    expect(projectiveTransform(tf.ones([1, 4, 4, 3]), row, 3, 0).shape).toEqual([1, 3, 3, 3]);
  }
});
