import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { createClip, type Clip } from '../../lib/models/clip.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { RELEASED_CONFIGS } from '../../lib/models/releasedConfigs.js';
import { clipOutputs } from '../fixtures/clipOutputs.js';
import { expectClose } from '../fixtures/close.js';
import { readGolden, type Golden } from '../fixtures/goldenModel.js';
import { fnv1a32, recipeTensor, type RecipeTensor } from '../fixtures/recipeWeights.js';
import { rowCosines } from '../fixtures/rowCosines.js';

interface Recipe {
  readonly seed: string;
  readonly tensors: readonly RecipeTensor[];
  readonly checks: Record<string, { sha256_f32_le: string }>;
}

/** Of activations [N, T, W], the named positions of each row. */
function rowsOf(activations: Float32Array, W: number, T: number, positions: readonly (readonly number[])[]): number[] {
  return positions.flatMap((row, n) =>
    row.flatMap((t) => [...activations.subarray((n * T + t) * W, (n * T + t + 1) * W)]),
  );
}

describe('ViT-B/32 at real size, its weights by formula', () => {
  let golden: Golden;
  let recipe: Recipe;
  let tensors: Map<string, NamedTensor>;
  let model: Clip;
  beforeAll(async () => {
    golden = await readGolden('vit_b32_recipe', 'recipe.json');
    recipe = golden.json('recipe.json') as Recipe;
    tensors = new Map(recipe.tensors.map((tensor) => [tensor.name, recipeTensor(recipe.seed, tensor)]));
    model = createClip(RELEASED_CONFIGS['ViT-B/32'], tensors);
  });
  afterAll(() => {
    model.dispose();
    tensors.clear(); // the process goes on with other files
  });

  it('has the weights that the reference had', () => {
    expect(fnv1a32('abc')).toBe(440920331);
    for (const [name, { sha256_f32_le }] of Object.entries(recipe.checks))
      expect(createHash('sha256').update(tensors.get(name)!.data).digest('hex'), name).toBe(sha256_f32_le);
  });

  it('features, logits and activations of two photographs and four texts, within their tolerances in fp32', () => {
    const before = tf.memory().numTensors;
    const outputs = clipOutputs(model, golden.io);
    expect(tf.memory().numTensors).toBe(before);
    const ids = golden.io.get('input.input_ids')!;
    const L = ids.shape[1]!;
    const ends = Array.from({ length: ids.shape[0]! }, (_, n) => {
      const row = ids.data.subarray(n * L, (n + 1) * L);
      return row.indexOf(Math.max(...row));
    });
    const stored = {
      '.cls': (name: string) => rowsOf(outputs.get(name)!, 768, 50, [[0], [0]]),
      '.first5': (name: string) => rowsOf(outputs.get(name)!, 768, 49, Array(2).fill([0, 1, 2, 3, 4]) as number[][]),
      '.eot': (name: string) =>
        rowsOf(
          outputs.get(name)!,
          512,
          Math.max(...ends) + 1,
          ends.map((end) => [end]),
        ),
    };
    for (const [name, tolerance] of golden.tolerances) {
      const part = Object.entries(stored).find(([suffix]) => name.endsWith(suffix));
      const actual = part ? part[1](name.slice(0, -part[0].length)) : outputs.get(name)!;
      expectClose(actual, golden.io.get(name)!.data, tolerance, name);
    }
  });

  it('bfloat16 features have cosine above 0.999 to float32', () => {
    const outputs = clipOutputs(model, golden.io, { training: false, precision: 'bf16' });
    for (const name of ['image_features', 'text_features'])
      for (const cosine of rowCosines(outputs.get(name)!, golden.io.get(name)!.data, 512))
        expect(cosine, name).toBeGreaterThan(0.999);
  });
});
