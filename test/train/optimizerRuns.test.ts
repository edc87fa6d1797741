import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tf, type Tensor } from '../../lib/engine/tf.js';
import { createClip } from '../../lib/models/clip.js';
import { createParameters } from '../../lib/models/parameters.js';
import { createAdamW } from '../../lib/train/adamW.js';
import { cosineSchedule } from '../../lib/train/cosineSchedule.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import { trainStep } from '../../lib/train/trainStep.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';
import { fromOpenaiConfig, readGolden, type OpenaiConfig } from '../fixtures/goldenModel.js';
import { toNhwc } from '../fixtures/nchw.js';

interface Run {
  readonly name: string;
  readonly settings: {
    readonly steps: number;
    readonly lr: number;
    readonly warm: number;
    readonly wd: number;
    readonly betas: readonly [number, number];
    readonly eps: number;
    /** Pairs a step. */
    readonly bs: number;
    readonly total_steps_of_schedule: number;
    readonly clip_norm?: number;
    /** Of the log of the logit scale, at the start. */
    readonly init_scale?: number;
    /** The row of the image and of the text of each pair, the same at every step. */
    readonly pairs?: readonly (readonly [image: number, text: number])[];
  };
  readonly loss: readonly number[];
  readonly lr: readonly number[];
  readonly logit_scale: readonly number[];
  readonly grad_norm: readonly number[];
  readonly torch_fp32: { readonly max_abs_loss_err: number; readonly max_abs_logit_scale_err: number };
  readonly final_weights?: Record<
    string,
    { torch_fp32_max_abs_err: number; torch_fp32_max_abs_err_without_key_rows?: number }
  >;
}

const { runs } = JSON.parse(readFileSync(goldenPath('optim/adamw.json'), 'utf8')) as { runs: Run[] };
const finals = await readSafetensors(goldenPath('optim/adamw_tiny_model.safetensors'));
const io = await readSafetensors(goldenPath('loss/gradcache_batch64.safetensors'));
const golden = await readGolden('openai_vit_tiny');

/** Rows of a tensor of 64, as float32 or as the int32 of token ids. */
function rowsOf(x: Tensor, rows: readonly number[]): Tensor {
  return tf.tidy(() => tf.gather(x, tf.tensor1d([...rows], 'int32')));
}

/** Without the key rows of a bias: their true gradient is 0, and Adam makes steps of what rounding leaves of it. */
function compared(name: string, values: Float32Array): Float32Array {
  if (!name.endsWith('attn.in_proj_bias')) return values;
  const width = values.length / 3;
  return Float32Array.of(...values.subarray(0, width), ...values.subarray(2 * width));
}

describe('a model trained by trainStep beside PyTorch, open_clip’s schedule and its clamp', () => {
  it('every run is there', () => {
    expect(runs.map(({ name }) => name)).toEqual([
      'main',
      'grad_clip',
      'scale_clamped_high',
      'scale_clamped_low',
      'resnet_betas',
    ]);
  });

  it.each(runs)('$name: losses, norms, logit scale and final weights', async (expected) => {
    const { name, settings } = expected;
    const model = createClip(fromOpenaiConfig(golden.json('config.json') as OpenaiConfig), await golden.tensors());
    const trained = new Map(model.parameters.specs.map((spec) => [spec.name, model.parameters.get(spec.name)]));
    const [beta1, beta2] = settings.betas;
    const adam = { beta1, beta2, epsilon: settings.eps, weightDecay: settings.wd };
    const optimizer = createAdamW([...trained.values()], adam);
    const run = { model, extra: createParameters([], new Map()), trained, optimizer };
    const scale = model.parameters.get('logit_scale');
    if (settings.init_scale !== undefined) tf.tidy(() => scale.assign(tf.scalar(settings.init_scale!)));
    const pixels = toNhwc(io.get('input.pixel_values')!);
    const ids = io.get('input.input_ids')!;
    const tokens = tf.tensor2d(Int32Array.from(ids.data), ids.shape as [number, number], 'int32');

    for (let step = 0; step < settings.steps; step++) {
      const own = Array.from({ length: settings.bs }, (_, k) => (step * settings.bs + k) % 64);
      const pairs = settings.pairs ?? own.map((row) => [row, row] as const);
      const learningRate = cosineSchedule(step, settings.lr, settings.warm, settings.total_steps_of_schedule);
      expect(Math.abs(learningRate / expected.lr[step]! - 1), `rate of step ${step}`).toBeLessThan(1e-12);
      const batch = () => ({
        pixels: rowsOf(
          pixels,
          pairs.map(([row]) => row),
        ) as typeof pixels,
        tokens: rowsOf(
          tokens,
          pairs.map(([, row]) => row),
        ) as typeof tokens,
      });
      const clipNorm = settings.clip_norm ?? Infinity;
      const found = trainStep(run, CONTRASTIVE, batch, { precision: 'fp32', learningRate, clipNorm, step });
      const { max_abs_loss_err: lossError, max_abs_logit_scale_err: scaleError } = expected.torch_fp32;
      expectClose([found.loss], [expected.loss[step]!], 20 * lossError, `loss of step ${step}`);
      const norm = expected.grad_norm[step]!;
      expectClose([found.gradientNorm], [norm], Math.max(2e-5 * norm, 20 * lossError), `norm of step ${step}`);
      const least = Math.max(20 * scaleError, 2e-6 * expected.logit_scale[step]!);
      expectClose(scale.dataSync(), [expected.logit_scale[step]!], least, `logit scale of step ${step}`);
    }
    for (const [parameter, errors] of Object.entries(expected.final_weights ?? {})) {
      const error = errors.torch_fp32_max_abs_err_without_key_rows ?? errors.torch_fp32_max_abs_err;
      const truth = compared(parameter, finals.get(`${name}/final/${parameter}`)!.data);
      const weights = compared(parameter, model.parameters.get(parameter).dataSync<'float32'>());
      const largest = truth.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      expectClose(weights, truth, Math.max(20 * error, 2e-6 * largest), parameter);
    }
    optimizer.dispose();
    model.dispose();
    tf.dispose([pixels, tokens]);
  });
});
