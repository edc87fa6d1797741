import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { toPixels } from '../../lib/image/toPixels.js';
import { imageWidth } from '../../lib/models/imageTower.js';
import { fillTemplate } from '../../lib/text/fillTemplate.js';
import { loadModel, type LoadedModel } from '../../lib/weights/loadModel.js';

let loaded: LoadedModel;
let cache: string;
beforeAll(async () => {
  // Embeddings of an earlier state of the code would hide what changed.
  cache = await mkdtemp(join(tmpdir(), 'cliplab cache '));
  vi.stubEnv('CLIPLAB_CACHE', cache);
  loaded = await loadModel('mini-rn');
});
afterAll(async () => {
  loaded.model.dispose();
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

it('refuses a task of one class, naming it and where class folders are expected', async () => {
  const task = { ...(await loadTask('objects')), classNames: ['thing'] };
  await expect(evaluateTask(loaded, task, { random: createRandom(1) })).rejects.toThrow(
    `${task.title} has one class, "thing", where two or more are told apart: give a folder with a folder of images a class`,
  );
});

/** The rows [N][D] of a tensor, each of length 1, in plain numbers. */
const unitRows = (rows: number[][]): number[][] => rows.map((row) => row.map((x) => x / Math.hypot(...row)));

/** Zero-shot accuracy, step by step as the paper tells it. */
async function slowZeroShot(name: string): Promise<number> {
  const { model, tokenizer } = loaded;
  const { classNames, templates, test } = await loadTask(name);
  const { images, labels } = test.open();
  const embed = (text: string): number[][] => {
    const tokens = tf.tensor2d(tokenizer.tokenize([text]), [1, tokenizer.contextLength], 'int32');
    const features = model.encodeText(tokens);
    return unitRows(features.arraySync());
  };
  const classifier = unitRows(
    tf.tidy(() =>
      classNames.map((className) => {
        const prompts = templates.map((template) => embed(fillTemplate(template, className))[0]!);
        return prompts[0]!.map((_, d) => prompts.reduce((sum, prompt) => sum + prompt[d]!, 0));
      }),
    ),
  );
  const features = tf.tidy(() =>
    model.encodeImage(toPixels(images, model.config.vision.imageSize, model.config)).arraySync(),
  );
  const right = features.filter((feature, n) => {
    const scores = classifier.map((row) => row.reduce((sum, x, d) => sum + x * feature[d]!, 0));
    return scores.indexOf(Math.max(...scores)) === labels[n];
  });
  return right.length / labels.length;
}

it('scores zero-shot and probe on the task’s own metric, without leaking', async () => {
  const before = tf.memory().numTensors;
  const task = await loadTask('digits');
  const { rows, selected } = await evaluateTask(loaded, task, { random: createRandom(1) });
  expect(tf.memory().numTensors).toBe(before);
  expect(rows.map(({ method, metric, n, chance }) => ({ method, metric, n, chance }))).toEqual([
    { method: 'zero-shot', metric: 'accuracy', n: 600, chance: 0.1 },
    { method: 'linear probe', metric: 'accuracy', n: 600, chance: 0.1 },
  ]);
  // At most one image whose two best classes are so near that rounding decides.
  expect(Math.abs(rows[0]!.value - (await slowZeroShot('digits'))) * 600).toBeLessThan(1.5);
  expect(selected!.search.trace.length).toBe(15);
  // Digits are the paper's example of what a probe learns and words do not tell.
  expect(rows[1]!.value).toBeGreaterThan(rows[0]!.value);
  for (const { low, value, high } of rows) expect(low < value && value < high).toBe(true);
});

it('takes the probe’s features before the projection where asked to, and zero-shot’s behind it', async () => {
  const { embedDim } = loaded.model.config;
  const evaluate = async (projected: boolean): ReturnType<typeof evaluateTask> =>
    evaluateTask(loaded, await loadTask('weather'), { random: createRandom(1), projected });
  const [behind, before] = [await evaluate(true), await evaluate(false)];
  expect(behind.selected!.probe.weights.columns).toBe(embedDim);
  expect(before.selected!.probe.weights.columns).toBe(imageWidth(loaded.model.config));
  expect(before.rows[0]).toEqual(behind.rows[0]);
});

it('opens a test split once', async () => {
  const task = await loadTask('digits');
  await evaluateTask(loaded, task, { random: createRandom(1), methods: ['zero-shot'] });
  await expect(evaluateTask(loaded, task, { random: createRandom(1), methods: ['zero-shot'] })).rejects.toThrow(
    'The test split of digits was opened before',
  );
});

it('scores means over classes with bootstrap intervals that a seed repeats', async () => {
  const evaluate = async (seed: number) =>
    (await evaluateTask(loaded, await loadTask('emoji-groups'), { random: createRandom(seed), methods: ['zero-shot'] }))
      .rows[0]!;
  const [one, same, other] = [await evaluate(1), await evaluate(1), await evaluate(2)];
  expect(one).toMatchObject({ metric: 'mean per class', classes: 9 });
  expect(one).toEqual(same);
  expect(other.value).toBe(one.value);
  expect(other.low).not.toBe(one.low);
});
