import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { createAdamW } from '../../lib/train/adamW.js';
import { cosineSchedule } from '../../lib/train/cosineSchedule.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';

interface Golden {
  adamw_trace: { cases: Record<'lr' | 'weight_decay' | 'beta1' | 'beta2' | 'eps' | 'steps', number>[] };
  schedules: { base_lr: number; warmup: number; total_steps: number; lr_at: Record<string, number> }[];
}
const golden = JSON.parse(readFileSync(goldenPath('optim/adamw.json'), 'utf8')) as Golden;
const trace = await readSafetensors(goldenPath('optim/adamw_trace.safetensors'));

describe('AdamW against torch.optim.AdamW', () => {
  it.each(golden.adamw_trace.cases.map((settings, k) => ({ ...settings, name: `case${k}` })))('$name', (settings) => {
    const read = (part: string): Float32Array => trace.get(`${settings.name}.${part}`)!.data;
    const variable = tf.variable(tf.tensor2d(read('param0'), [4, 6]));
    const optimizer = createAdamW([variable], {
      beta1: settings.beta1,
      beta2: settings.beta2,
      epsilon: settings.eps,
      weightDecay: settings.weight_decay,
    });
    for (let step = 0; step < settings.steps; step++) {
      optimizer.apply([tf.tensor2d(read('grads').slice(step * 24, (step + 1) * 24), [4, 6])], {
        learningRate: settings.lr,
        step,
      });
      expectClose(variable.dataSync(), read('params_after').slice(step * 24, (step + 1) * 24), 2e-6, `step ${step}`);
    }
    const [{ mean, variance }] = optimizer.moments() as [{ mean: typeof variable; variance: typeof variable }];
    expectClose(mean.dataSync(), read('exp_avg'), 2e-6, 'first moment');
    expectClose(variance.dataSync(), read('exp_avg_sq'), 2e-6, 'second moment');
  });

  it('decays matrices, and neither gains and biases nor the temperature', () => {
    const variables = [tf.variable(tf.ones([2, 2])), tf.variable(tf.ones([2])), tf.variable(tf.scalar(1))];
    const optimizer = createAdamW(variables, { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.5 });
    optimizer.apply(
      variables.map((v) => tf.zerosLike(v)),
      { learningRate: 0.1, step: 0 },
    );
    expectClose(variables[0]!.dataSync(), [0.95, 0.95, 0.95, 0.95], 1e-6);
    expect([...variables[1]!.dataSync(), ...variables[2]!.dataSync()]).toEqual([1, 1, 1]);
  });

  it('does not leak tensors', () => {
    const variable = tf.variable(tf.ones([2, 2]));
    const gradient = tf.ones([2, 2]);
    const before = tf.memory().numTensors;
    const optimizer = createAdamW([variable], { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.5 });
    optimizer.apply([gradient], { learningRate: 0.1, step: 0 });
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('cosineSchedule is open_clip’s', () => {
  for (const { base_lr, warmup, total_steps, lr_at } of golden.schedules)
    for (const [step, rate] of Object.entries(lr_at))
      expect(cosineSchedule(Number(step), base_lr, warmup, total_steps)).toBeCloseTo(rate, 12);
});
