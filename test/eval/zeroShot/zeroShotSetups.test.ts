import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { evaluateTask } from '../../../lib/eval/evaluateTask.js';
import { evaluateSetups, type ZeroShotSetup } from '../../../lib/eval/zeroShot/zeroShotSetups.js';
import { loadModel, type LoadedModel } from '../../../lib/weights/loadModel.js';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel('mini-rn');
});
afterAll(() => loaded.model.dispose());

it('measures what evaluateTask measures, and each change beside it, without leaking', async () => {
  const before = tf.memory().numTensors;
  const task = await loadTask('emoji-groups');
  const { rows: reference } = await evaluateTask(loaded, await loadTask('emoji-groups'), {
    random: createRandom(1),
    methods: ['zero-shot'],
  });
  const turned = [...task.classNames.slice(1), task.classNames[0]!];
  const rows = await evaluateSetups(loaded, task, [
    { name: 'as it is' },
    { name: 'one', templates: ['{c}'] },
    { name: 'one, as probabilities', templates: ['{c}'], average: 'probabilities' },
    { name: 'accuracy', metric: 'accuracy' },
    { name: 'order', classNames: turned },
    { name: 'black', prepare: (images) => ({ ...images, pixels: new Uint8Array(images.pixels.length) }) },
    { name: 'same by another', clip: { ...loaded } },
  ]);
  const score = Object.fromEntries(rows.map((row) => [row.setup, row.score]));
  expect(score['as it is']).toBeCloseTo(reference[0]!.value, 6);
  expect(score['same by another']).toBe(score['as it is']);
  // A single template says the same either way.
  expect(score['one, as probabilities']).toBeCloseTo(score['one']!, 6);
  expect(score['accuracy']).not.toBe(score['as it is']);
  expect(score['order']).toBeLessThan(score['as it is']!);
  expect(score['black']).toBeCloseTo(1 / 9, 6); // every picture the same: one class right, the others wrong
  expect(tf.memory().numTensors).toBe(before);
});

it('has every prompt before it opens the test split, once', async () => {
  const task = await loadTask('digits');
  await expect(evaluateSetups(loaded, task, [{ name: 'bad', templates: ['a photo'] }])).rejects.toThrow('has no {c}');
  const setup = { name: 's' };
  for (const bad of [
    { ...setup, metric: 'f1' },
    { ...setup, metric: 'rocAuc' },
    { ...setup, prepare: 'grey' },
    { metric: 'accuracy' },
    's',
    null,
  ])
    await expect(evaluateSetups(loaded, task, [setup, bad as ZeroShotSetup]), JSON.stringify(bad)).rejects.toThrow(
      /the metric is "f1"|needs two classes and not 10|prepares by "grey", expected a function|a setup is .*, expected an object/,
    );
  await evaluateSetups(loaded, task, [{ name: 'fine' }]); // still sealed until now
  await expect(evaluateSetups(loaded, task, [{ name: 'fine' }])).rejects.toThrow('was opened before');
});

it('a logit scale that is not finite is refused before the test split is opened', async () => {
  const task = await loadTask('weather');
  const scale = loaded.model.parameters.get('logit_scale');
  const own = scale.clone();
  const spoilt = tf.fill([], NaN);
  try {
    scale.assign(spoilt);
    const message = 'the logit scale of the model is NaN';
    await expect((async () => evaluateSetups(loaded, task, [{ name: 'bad' }]))()).rejects.toThrow(message);
    await expect(evaluateTask(loaded, task, { random: createRandom(1) })).rejects.toThrow(message);
  } finally {
    scale.assign(own);
    tf.dispose([own, spoilt]);
  }
  expect(() => task.test.open()).not.toThrow();
});
