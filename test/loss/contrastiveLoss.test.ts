import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../../lib/engine/tf.js';
import { contrastiveLoss, l2Normalize } from '../../lib/loss/contrastiveLoss.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath, hasGolden } from '../fixtures/golden.js';

interface Case {
  name: string;
  batch: number;
  log_scale: number;
  loss: number;
  grad_log_scale: number;
  torch_fp32: { grad_image_err: number; grad_text_err: number; grad_log_scale_err: number };
}

const LN_100 = Math.log(100);

const present = hasGolden('loss/contrastive.safetensors');
const cases = present
  ? (JSON.parse(readFileSync(goldenPath('loss/contrastive.json'), 'utf8')) as { cases: Case[] }).cases
  : [];

describe.skipIf(!present)('contrastiveLoss against PyTorch in float64', async () => {
  const tensors = present
    ? await readSafetensors(goldenPath('loss/contrastive.safetensors'))
    : new Map<string, NamedTensor>();
  const read = (name: string): Tensor2D =>
    tf.tensor2d(tensors.get(name)!.data, tensors.get(name)!.shape as [number, number]);

  it.each(cases.filter(({ log_scale }) => log_scale <= LN_100))('$name: value and gradients', (golden) => {
    const { name } = golden;
    const inputs: Tensor[] = [read(`${name}.image`), read(`${name}.text`), tf.scalar(golden.log_scale)];
    const { value, grads } = tf.valueAndGrads(((...args: Tensor[]) =>
      contrastiveLoss(args[0] as Tensor2D, args[1] as Tensor2D, args[2]!)) as (...args: Tensor[]) => Scalar)(inputs);
    expectClose(value.dataSync(), [golden.loss], Math.max(1e-6, 1e-5 * golden.loss), 'loss');
    ['image', 'text'].forEach((side, k) => {
      const expected = tensors.get(`${name}.grad_${side}`)!.data;
      const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const error = golden.torch_fp32[side === 'image' ? 'grad_image_err' : 'grad_text_err'];
      expectClose(grads[k]!.dataSync(), expected, Math.max(20 * error, 1e-6 * largest, 1e-9), `gradient of ${side}`);
    });
    const tolerance = Math.max(20 * golden.torch_fp32.grad_log_scale_err, 1e-5 * Math.abs(golden.grad_log_scale), 1e-6);
    expectClose(grads[2]!.dataSync(), [golden.grad_log_scale], tolerance, 'gradient of the log scale');
  });
});

describe('contrastiveLoss', () => {
  const eye = (): Tensor2D => tf.eye(4);

  it('is 0 for perfect pairs at scale 100 and 100 above ln(4) - ln(e^0 * 3 + e^-100) when every pair is opposed', () => {
    expect(contrastiveLoss(eye(), eye(), tf.scalar(LN_100)).dataSync()[0]).toBeCloseTo(0, 6);
    const opposed = contrastiveLoss(eye(), tf.neg(eye()), tf.scalar(LN_100)).dataSync()[0]!;
    expect(opposed).toBeCloseTo(100 + Math.log(3), 3); // the three others have cosine 0
  });

  it('is ln N when nothing tells the pairs apart', () => {
    const same = tf.ones([6, 3]) as Tensor2D;
    expect(contrastiveLoss(same, same, tf.scalar(2)).dataSync()[0]).toBeCloseTo(Math.log(6), 5);
  });

  it('clips the scale at 100, with no gradient above', () => {
    const random = tf.randomNormal([5, 8], 0, 1, 'float32', 3) as Tensor2D;
    const other = tf.randomNormal([5, 8], 0, 1, 'float32', 4) as Tensor2D;
    const at = (logScale: number): number => contrastiveLoss(random, other, tf.scalar(logScale)).dataSync()[0]!;
    expect(at(6)).toBeCloseTo(at(LN_100), 4);
    const gradient = tf.grad((s) => contrastiveLoss(random, other, s))(tf.scalar(6));
    expect(gradient.dataSync()[0]).toBe(0);
  });

  it('does not leak tensors', () => {
    const a = eye();
    const s = tf.scalar(1);
    const before = tf.memory().numTensors;
    contrastiveLoss(a, a, s).dispose();
    l2Normalize(a).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
