import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { loadDataset } from '../../../lib/datasets/loadDataset.js';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { evaluateTask } from '../../../lib/eval/evaluateTask.js';
import { evaluateSetups, type ZeroShotSetup } from '../../../lib/eval/zeroShot/zeroShotSetups.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';
import type { Preprocessing } from '../../../lib/image/preprocessing.js';
import { createClip } from '../../../lib/models/clip.js';
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
  expect(score['black']).toBeCloseTo(1 / 9, 6); // every image the same: one class right, the others wrong
  expect(tf.memory().numTensors).toBe(before);
});

it('a single template says the same as an embedding and as probabilities, also where ranks over images count', async () => {
  const task = await loadTask('scenes');
  const rows = await evaluateSetups(loaded, task, [
    { name: 'embedding', templates: ['{c}'] },
    { name: 'probabilities', templates: ['{c}'], average: 'probabilities' },
  ]);
  expect(rows.map(({ metric }) => metric)).toEqual(['11-point mAP', '11-point mAP']);
  expect(rows[1]!.score).toBeCloseTo(rows[0]!.score, 6);
});

it('has every prompt before it opens the test split, once', async () => {
  const task = await loadTask('digits');
  await expect(evaluateSetups(loaded, task, [{ name: 'bad', templates: ['a photo'] }])).rejects.toThrow('has no {c}');
  const setup = { name: 's' };
  for (const bad of [
    { ...setup, metric: 'f1' },
    { ...setup, metric: 'rocAuc' },
    { ...setup, prepare: 'gray' },
    { metric: 'accuracy' },
    's',
    null,
  ])
    await expect(evaluateSetups(loaded, task, [setup, bad as ZeroShotSetup]), JSON.stringify(bad)).rejects.toThrow(
      /the metric is "f1"|needs two classes and not 10|prepares by "gray", expected a function|a setup is .*, expected an object/,
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

/**
 * Images of 24 x 12 pixels: a quarter red, the middle green, a quarter blue; of the class `up` with a gray line on top.
 */
async function stripes(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cliplab stripes '));
  for (const [k, name] of ['down', 'up'].entries()) {
    await mkdir(join(folder, 'test', name), { recursive: true });
    const pixels = Buffer.alloc(24 * 12 * 3);
    for (let at = 0; at < 24 * 12; at++) {
      const x = at % 24;
      pixels[3 * at + (x < 6 ? 0 : x < 18 ? 1 : 2)] = 255;
      if (k === 1 && at < 24) pixels.fill(128, 3 * at, 3 * at + 3);
    }
    await sharp(pixels, { raw: { width: 24, height: 12, channels: 3 } })
      .png()
      .toFile(join(folder, 'test', name, '1.png'));
  }
  return folder;
}

it.each<[string, Preprocessing, string]>([
  ['squashed', { rgbFirst: true, resize: { side: 'both', height: 48, width: 48 }, filter: 'nearest' }, 'rggb'],
  [
    'the center',
    { rgbFirst: true, resize: { side: 'shorter', size: 48 }, filter: 'nearest', crop: { rounding: 'down', fill: 0 } },
    'gggg',
  ],
  [
    'the longer side on black',
    { rgbFirst: true, resize: { side: 'longer', size: 48 }, filter: 'nearest', crop: { rounding: 'even', fill: 0 } },
    'rggb',
  ],
])('images are prepared in the frame of a model with its own preprocessing: %s', async (_, way, row) => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab cache ')));
  const { model, tokenizer } = loaded;
  const own = createClip({ ...model.config, preprocessing: way }, model.parameters.export());
  const dataset = await loadDataset(await stripes(), { splits: ['test'] });
  const got: ImageBatch[] = [];
  const prepare = (images: ImageBatch): ImageBatch => (got.push(images), images);
  await evaluateSetups({ model: own, tokenizer }, dataset, [{ name: 'same', prepare }]);
  own.dispose();
  vi.unstubAllEnvs();
  const [images] = got;
  const side = 2 * model.config.vision.imageSize;
  expect([images!.count, images!.height, images!.width]).toEqual([2, side, side]);
  const middle = [0.1, 0.35, 0.65, 0.9].map((x) => {
    const at = 3 * (Math.floor(side / 2) * side + Math.floor(x * side));
    const [r, g, b] = images!.pixels.subarray(at, at + 3) as unknown as [number, number, number];
    return r > 200 ? 'r' : g > 200 ? 'g' : b > 200 ? 'b' : '?';
  });
  expect(middle.join('')).toBe(row);
});
