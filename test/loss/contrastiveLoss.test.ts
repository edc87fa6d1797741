import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../../lib/engine/tf.js';
import { contrastiveLoss, l2Normalize, unitContrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';

interface AtClip {
  loss: number;
  grad_log_scale: number;
}

interface Case {
  name: string;
  log_scale: number;
  loss: number;
  grad_log_scale: number;
  torch_fp32: { grad_image_err: number; grad_text_err: number; grad_log_scale_err: number };
  scale_clipped_in_forward?: AtClip;
  parameter_clamped_to_ln100?: AtClip;
}

type Loss = typeof contrastiveLoss;

const LN_100 = Math.log(100);
/** In float32, where the cases at the clip have it: rounded up, it is more than LN_100. */
const isClipped = ({ log_scale }: Case): boolean => log_scale > Math.fround(LN_100);

const { cases } = JSON.parse(readFileSync(goldenPath('loss/contrastive.json'), 'utf8')) as { cases: Case[] };
const tensors = await readSafetensors(goldenPath('loss/contrastive.safetensors'));
const read = (name: string): Tensor2D =>
  tf.tensor2d(tensors.get(name)!.data, tensors.get(name)!.shape as [number, number]);

/** Value and gradients of the features and of the log scale. */
function valueAndGradients(loss: Loss, images: Tensor2D, texts: Tensor2D, logScale: number) {
  const f = (...args: Tensor[]): Scalar => loss(args[0] as Tensor2D, args[1] as Tensor2D, args[2]!);
  const { value, grads } = tf.valueAndGrads(f)([images, texts, tf.scalar(logScale)]);
  const [image, text, scale] = grads.map((gradient) => gradient.dataSync<'float32'>());
  return { value: value.dataSync()[0]!, image: image!, text: text!, scale: scale![0]! };
}

/** `suffix` says which gradients of the case are meant, `least` what float32 cannot tell apart in any. */
function expectGradients(
  found: { image: Float32Array; text: Float32Array },
  golden: Case,
  suffix: string,
  least = 1e-9,
): void {
  for (const side of ['image', 'text'] as const) {
    const expected = tensors.get(`${golden.name}${suffix.replace('SIDE', side)}`)!.data;
    const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const error = golden.torch_fp32[side === 'image' ? 'grad_image_err' : 'grad_text_err'];
    expectClose(found[side], expected, Math.max(20 * error, 1e-6 * largest, least), `gradient of ${side}`);
  }
}

const lossTolerance = (loss: number): number => Math.max(1e-6, 1e-5 * loss);

function expectScaleGradient(found: number, expected: number, { torch_fp32 }: Case): void {
  const tolerance = Math.max(20 * torch_fp32.grad_log_scale_err, 1e-5 * Math.abs(expected), 1e-6);
  expectClose([found], [expected], tolerance, 'gradient of the log scale');
}

describe('against PyTorch in float64', () => {
  const whole = cases.filter((golden) => !isClipped(golden));
  it.each(whole)('$name: value and gradients', (golden) => {
    const { name, loss, log_scale } = golden;
    const found = valueAndGradients(contrastiveLoss, read(`${name}.image`), read(`${name}.text`), log_scale);
    expectClose([found.value], [loss], lossTolerance(loss), 'loss');
    expectGradients(found, golden, '.grad_SIDE');
    expectScaleGradient(found.scale, golden.grad_log_scale, golden);
  });

  const unit = whole.filter(({ name }) => tensors.has(`${name}.grad_image_normalized`));
  it.each(unit)('$name: of unit features', (golden) => {
    const [images, texts] = [l2Normalize(read(`${golden.name}.image`)), l2Normalize(read(`${golden.name}.text`))];
    const found = valueAndGradients(unitContrastiveLoss, images, texts, golden.log_scale);
    expectClose([found.value], [golden.loss], lossTolerance(golden.loss), 'loss');
    // The errors stated are of raw features' gradients, which are free of the part along the features. Here it stays,
    // and carries the rounding of 1 - p in each of a batch's rows.
    const rounding = (Math.exp(golden.log_scale) * 2 ** -23) / images.shape[0];
    expectGradients(found, golden, '.grad_SIDE_normalized', rounding);
  });

  const clipped = cases.filter(isClipped);
  it.each(clipped)('$name: the scale clipped at 100, in both readings', (golden) => {
    const { name } = golden;
    const [images, texts] = [read(`${name}.image`), read(`${name}.text`)];
    const above = valueAndGradients(contrastiveLoss, images, texts, golden.log_scale);
    const forward = golden.scale_clipped_in_forward!;
    expectClose([above.value], [forward.loss], lossTolerance(forward.loss), 'loss');
    expectGradients(above, golden, '.clipped.grad_SIDE');
    expect(above.scale).toBe(forward.grad_log_scale);
    // The other reading: the parameter itself put to ln 100, as the trainer does after a step, where it has a gradient.
    const clamped = golden.parameter_clamped_to_ln100!;
    const at = valueAndGradients(contrastiveLoss, images, texts, LN_100);
    expectClose([at.value], [clamped.loss], lossTolerance(clamped.loss), 'loss');
    expectScaleGradient(at.scale, clamped.grad_log_scale, golden);
  });

  it('no kind of case is missing', () => {
    expect(whole.length).toBe(20);
    expect(whole.filter(({ log_scale }) => log_scale === Math.fround(LN_100)).length).toBe(2);
    expect(unit.length).toBe(18);
    expect(clipped.length).toBe(2);
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

  it('does not leak tensors', () => {
    const a = eye();
    const s = tf.scalar(1);
    const before = tf.memory().numTensors;
    contrastiveLoss(a, a, s).dispose();
    l2Normalize(a).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
