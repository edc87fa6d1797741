import { afterAll, expect, it } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { partKey } from '../../lib/experiments/partKey.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import type { LoadedModel } from '../../lib/weights/loadModel.js';
import { TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const trained = (seed: number, config: ClipConfig = TINY_TRANSFORMERS): LoadedModel => ({
  name: 'tiny',
  model: initializeClip(config, createRandom(seed)),
  tokenizer: undefined as never, // is not looked at
  objective: 'contrastive',
});
const first = trained(1);
const again = trained(2);
const other = trained(1, { ...TINY_TRANSFORMERS, mean: [0.5, 0.5, 0.5] });
afterAll(() => [first, again, other].forEach(({ model }) => model.dispose()));

const dataset = await loadDataset('weather');
const key = partKey({ models: [first], dataset, how: ['before', 7] });

it('is the same for the same, and names dataset and model', () => {
  expect(key).toMatch(/^weather tiny [0-9a-f]{32}$/);
  expect(partKey({ models: [trained(1)], dataset: { ...dataset }, how: ['before', 7] })).toBe(key);
});

it.each([
  ['other weights under the same name', { models: [again] }],
  ['another architecture', { models: [other] }],
  ['a second model', { models: [first, again] }],
  ['other images', { dataset: { ...dataset, contents: { ...dataset.contents, test: dataset.contents.train } } }],
  ['other class names', { dataset: { ...dataset, classNamesSha256: 'b' } }],
  ['other prompts', { dataset: { ...dataset, templates: ['{c}'] } }],
  ['another metric', { dataset: { ...dataset, metric: 'rocAuc' as const } }],
  ['another side', { how: ['behind', 7] }],
  ['another seed', { how: ['before', 8] }],
])('differs with %s', (_, change) => {
  expect(partKey({ models: [first], dataset, how: ['before', 7], ...change })).not.toBe(key);
});

it('differs when a model is trained on, in its text tower too', () => {
  const model = trained(3);
  const before = partKey({ models: [model] });
  const { parameters } = model.model;
  const { name } = parameters.specs.find((spec) => !spec.name.startsWith('visual.'))!;
  const changed = parameters.get(name).add(1);
  parameters.get(name).assign(changed as never);
  changed.dispose();
  expect(partKey({ models: [model] })).not.toBe(before);
  model.model.dispose();
});
