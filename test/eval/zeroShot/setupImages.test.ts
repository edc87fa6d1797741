import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDataset } from '../../../lib/datasets/loadDataset.js';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { embedImages } from '../../../lib/eval/embeddings/embedImages.js';
import { pointEstimate } from '../../../lib/eval/metrics/resultRows.js';
import { averageEmbeddings, averageProbabilities } from '../../../lib/eval/zeroShot/prompts/ensembles.js';
import { createPromptEncoder } from '../../../lib/eval/zeroShot/prompts/promptEncoder.js';
import { zeroShotLogits } from '../../../lib/eval/zeroShot/zeroShot.js';
import { evaluateSetups, type ZeroShotSetup } from '../../../lib/eval/zeroShot/zeroShotSetups.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';
import { loadModel, type LoadedModel } from '../../../lib/weights/loadModel.js';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel('mini-rn');
});
afterAll(() => loaded.model.dispose());

it('a row says what was measured, each average by itself, over every image as it is stored', async () => {
  const task = await loadTask('weather');
  const { images, labels } = (await loadTask('weather')).test.open();
  const seen: ImageBatch[] = [];
  const prepare = (batch: ImageBatch): ImageBatch => (seen.push(batch), batch);
  const templates = ['{c}', 'snow, {c}', 'a cloud with {c}', 'sun behind {c}', 'night {c}'];
  const setups: ZeroShotSetup[] = (['embeddings', 'probabilities'] as const).map((average) => ({
    ...{ name: average, average, templates, prepare },
  }));
  const rows = await evaluateSetups(loaded, task, setups);

  expect(Buffer.concat(seen.map(({ pixels }) => pixels)).equals(Buffer.from(images.pixels))).toBe(true);
  const encoder = createPromptEncoder(loaded);
  const prompts = await encoder.prompts(task.classNames, templates);
  const features = await embedImages(loaded.model, images);
  const logits = [
    zeroShotLogits(features, averageEmbeddings(prompts), encoder.logitScale),
    averageProbabilities(features, prompts, encoder.logitScale),
  ];
  expect(rows).toEqual(
    logits.map((own, k) => {
      const { metric, value, chance } = pointEstimate(task.metric, own, labels);
      return { task: task.title, setup: setups[k]!.name, metric, score: value, n: labels.length, chance };
    }),
  );
  expect(rows[0]!.score).not.toBe(rows[1]!.score);
});

it('image files are prepared at twice the size that the model sees, and what comes of it must be images', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cliplab squares '));
  for (const name of ['dark', 'light']) {
    await mkdir(join(folder, 'test', name), { recursive: true });
    const background = name === 'dark' ? '#111' : '#eee';
    await sharp({ create: { width: 9, height: 9, channels: 3, background } }).toFile(
      join(folder, 'test', name, '1.png'),
    );
  }
  const measure = async (prepare: (images: ImageBatch) => unknown) =>
    evaluateSetups(loaded, await loadDataset(folder, { splits: ['test'] }), [
      { name: 'own', prepare: prepare as ZeroShotSetup['prepare'] & object },
    ]);
  const seen: ImageBatch[] = [];
  await measure((images) => (seen.push(images), images));
  const side = 2 * loaded.model.config.vision.imageSize;
  expect(seen.map(({ count, height, width }) => [count, height, width])).toEqual([[2, side, side]]);
  await expect(measure(() => ({}))).rejects.toThrow(
    'the count of the prepared images is undefined, expected a whole number of 0 or more.',
  );
});
