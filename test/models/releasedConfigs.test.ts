import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clipSpec } from '../../lib/models/clip.js';
import { sizeOf } from '../../lib/models/namedTensors.js';
import { RELEASED_CONFIGS, type ReleasedName } from '../../lib/models/releasedConfigs.js';
import { goldenPath } from '../fixtures/golden.js';

const PARAMETERS: Record<ReleasedName, number> = {
  RN50: 102_007_137,
  RN101: 119_688_033,
  RN50x4: 178_300_601,
  RN50x16: 290_979_217,
  RN50x64: 623_258_305,
  'ViT-B/32': 151_277_313,
  'ViT-B/16': 149_620_737,
  'ViT-L/14': 427_616_513,
  'ViT-L/14@336px': 427_944_193,
};
const NAMES = Object.keys(PARAMETERS) as ReleasedName[];

it('names the nine released models and no other', () => {
  expect(Object.keys(RELEASED_CONFIGS)).toEqual(NAMES);
});

it.each(NAMES)('%s has the released number of parameters', (name) => {
  const trained = clipSpec(RELEASED_CONFIGS[name]).filter(({ trainable }) => trainable);
  expect(trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(PARAMETERS[name]);
});

const COUNTS = 'models/openai_parameter_counts.json';

describe('against the released state dictionaries', () => {
  it.each(NAMES)('%s has their tensors and shapes, all of them', (name) => {
    const { models } = JSON.parse(readFileSync(goldenPath(COUNTS), 'utf8')) as {
      models: Record<string, { state_dict: [name: string, shape: number[], dtype: string][] }>;
    };
    // PyTorch counts the batches that its running statistics saw; nothing reads it.
    const released = models[name]!.state_dict.filter(([tensor]) => !tensor.endsWith('num_batches_tracked')).map(
      ([tensor, shape]) => [tensor, shape],
    );
    const ours = clipSpec(RELEASED_CONFIGS[name]).map((spec) => [spec.name, spec.shape]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(released));
    expect(ours).toHaveLength(released.length);
  });
});
