import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { tf } from '../../lib/engine/tf.js';
import { embedImages } from '../../lib/eval/embeddings/embedImages.js';
import { topKAccuracy } from '../../lib/eval/metrics/topKAccuracy.js';
import { zeroShotClassifier, zeroShotLogits } from '../../lib/eval/zeroShot/zeroShot.js';
import { zeroShotMistakesExperiment, type MistakeRow } from '../../lib/experiments/zeroShotMistakes.js';
import type { ImageBatch } from '../../lib/image/imageBatch.js';
import { otherResize, widen } from '../../lib/image/resize/otherResize.js';
import { loadModel } from '../../lib/weights/loadModel.js';

beforeAll(async () => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab mistakes ')));
  return () => vi.unstubAllEnvs();
});

const rowsOf = async (options: Parameters<typeof zeroShotMistakesExperiment>[0]): Promise<MistakeRow[]> =>
  (await zeroShotMistakesExperiment(options)).objects() as MistakeRow[];

it('scores what each mistake, made by hand, scores', async () => {
  const before = tf.memory().numTensors;
  const rows = await rowsOf({ models: ['mini-vit'], tasks: ['hands'] });
  expect(tf.memory().numTensors).toBe(before);
  const clip = await loadModel('mini-vit');
  const swapped = await loadModel('mini-vit', {
    activation:
      'activation' in clip.model.config.vision && clip.model.config.vision.activation === 'gelu'
        ? 'quick_gelu'
        : 'gelu',
  });
  const { classNames, templates, test } = await loadDataset('hands');
  const { labels, read } = test.open();
  const size = clip.model.config.vision.imageSize;
  const batches: ImageBatch[] = [];
  for await (const batch of read([...labels.keys()], 2 * size, { batchSize: labels.length })) batches.push(batch);
  const [images] = batches as [ImageBatch];
  const score = async (
    names: readonly string[],
    prompts: readonly string[],
    shown = images,
    by = clip,
  ): Promise<number> => {
    const classifier = await zeroShotClassifier(by.model, by.tokenizer, names, prompts);
    return topKAccuracy(zeroShotLogits(await embedImages(by.model, shown), classifier, 1), labels);
  };
  const expected = {
    'as the paper does it': await score(classNames, templates),
    'raw names': await score(
      classNames.map((name) => name.replaceAll(' ', '_')),
      templates,
    ),
    'one prompt: a photo of a …': await score(classNames, ['a photo of a {c}.']),
    'no ensemble': await score(classNames, ['an icon of {c}']),
    'the label alone': await score(classNames, ['{c}']),
    'wrong activation': await score(classNames, templates, images, swapped),
    'resize: nearest pixel': await score(
      classNames,
      templates,
      otherResize(images, size, { filter: 'nearest', antialias: false }),
    ),
    'resize: squash what is 1.5 times as wide': await score(
      classNames,
      templates,
      otherResize(widen(images, 1.5), size, { filter: 'bicubic', antialias: true, squash: true }),
    ),
  };
  for (const { model } of [clip, swapped]) model.dispose();
  const found = new Map(rows.map(({ method, value }) => [method, value]));
  for (const [method, value] of Object.entries(expected)) expect([method, found.get(method)]).toEqual([method, value]);
  // Names are in another order by alphabet, or they are not, and then no row says so.
  const sorted = [...classNames].sort();
  expect(found.has('class order: by alphabet')).toBe(sorted.join() !== classNames.join());
  for (const { value, change, n, metric, shots } of rows) {
    expect(change).toBe(value - expected['as the paper does it']);
    expect({ n, metric, shots }).toEqual({ n: labels.length, metric: 'accuracy', shots: 0 });
  }
});

it('has a row of a change only where it touches a task or a model', async () => {
  const rows = await rowsOf({ models: ['zoo-rn-8'], tasks: ['clocks', 'objects'] });
  const methods = (task: string) => rows.filter((row) => row.task === task).map(({ method }) => method);
  expect(rows.map(({ method }) => method)).not.toContain('wrong activation'); // no GELU in either tower
  expect(methods('clocks')).toContain('wrong metric: accuracy');
  expect(methods('objects')).not.toContain('wrong metric: accuracy');
  const metrics = rows.filter(({ task, method }) => task === 'clocks' && method.includes('metric'));
  expect(metrics.map(({ metric }) => metric)).toEqual(['accuracy']);
  expect(rows.find(({ task }) => task === 'clocks')?.metric).toBe('mean per class');
});

it('says what is not there', async () => {
  await expect(zeroShotMistakesExperiment({ models: ['none-such'] })).rejects.toThrow(/none-such/);
  const tasks = ['clock'];
  await expect(zeroShotMistakesExperiment({ models: ['zoo-rn-8'], tasks })).rejects.toThrow(
    'there is no dataset clock',
  );
});
