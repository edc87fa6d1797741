import { describe, expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { createClip, type Clip } from '../../lib/models/clip.js';
import { fromOpenClipConfig } from '../../lib/models/openClipConfig.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { clipOutputs } from '../fixtures/clipOutputs.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath, hasGolden } from '../fixtures/golden.js';
import { fromOpenaiConfig, readGolden, type Golden, type OpenaiConfig } from '../fixtures/goldenModel.js';
import { recipeTensor, type RecipeTensor } from '../fixtures/recipeWeights.js';
import { rowCosines } from '../fixtures/rowCosines.js';

type Load = (golden: Golden, folder: string) => Promise<Clip> | Clip;

interface Recipe {
  readonly seed: string;
  readonly pixels: RecipeTensor;
  readonly tensors: readonly RecipeTensor[];
}

const openai: Load = async (golden) =>
  createClip(fromOpenaiConfig(golden.json('config.json') as OpenaiConfig), await golden.tensors());
const huggingFace: Load = (_, folder) => loadClip(goldenPath(`models/${folder}`));
const openClip: Load = async (golden) =>
  createClip(
    fromOpenClipConfig(golden.json('open_clip_config.json'), 'open_clip_config.json'),
    await golden.tensors('open_clip_model.safetensors'),
  );

const recipe: Load = (golden) => {
  const { seed, tensors } = golden.json('recipe.json') as Recipe;
  return createClip(
    fromOpenClipConfig(golden.json('open_clip_config.json'), 'open_clip_config.json'),
    new Map(tensors.map((tensor) => [tensor.name, recipeTensor(seed, tensor)])),
  );
};

/** The reference vectors, with pixels by formula where there is one. */
async function readVectors(folder: string): Promise<Golden> {
  if (folder !== 'resnet_recipe') return readGolden(folder);
  const golden = await readGolden(folder, 'recipe.json');
  const { seed, pixels } = golden.json('recipe.json') as Recipe;
  return { ...golden, io: new Map([...golden.io, [pixels.name, recipeTensor(seed, pixels)]]) };
}

const MODELS: Record<string, Load> = {
  openai_vit_tiny: openai,
  openai_resnet_tiny: openai,
  hf_quickgelu_tiny: huggingFace,
  hf_gelu_tiny: huggingFace,
  open_clip_vit_gelu_tiny: openClip,
  resnet_recipe: recipe,
};

const ALWAYS_COMPARED = ['image_features', 'text_features', 'logits_per_image', 'logits_per_text'];

/** For activations that come without a tolerance of their own. */
function otherTolerance(name: string, { tolerances }: Golden): number {
  if (name.endsWith('probs')) return 1e-4;
  // What enters the attention pool is the last stage's output and its mean, plus a position.
  return tolerances.get(name === 'visual.attnpool.tokens' ? 'visual.layer4' : name) ?? 2e-6;
}

/** Batch norms keep what rounding takes away; a transformer's residual stream averages it out. */
const LEAST_COSINE = { openai_resnet_tiny: 0.99, resnet_recipe: 0.997 } as Record<string, number>;

describe.each(Object.entries(MODELS))('%s', (folder, load) => {
  const present = hasGolden(`models/${folder}/io.safetensors`);

  it.skipIf(!present)('features, logits and every stored activation, within their tolerances in fp32', async () => {
    const golden = await readVectors(folder);
    const model = await load(golden, folder);
    const before = tf.memory().numTensors;
    const outputs = clipOutputs(model, golden.io);
    expect(tf.memory().numTensors, 'tensors left').toBe(before);
    const compared = [...golden.io.keys()].filter((name) => !name.startsWith('input.'));
    expect(compared).toEqual(expect.arrayContaining(ALWAYS_COMPARED));
    for (const name of compared) {
      const tolerance = golden.tolerances.get(name) ?? otherTolerance(name, golden);
      expectClose(outputs.get(name) ?? [], golden.io.get(name)!.data, tolerance, name);
    }
    model.dispose();
  });

  it.skipIf(!present)('points the same way in bfloat16', async () => {
    const golden = await readVectors(folder);
    const model = await load(golden, folder);
    const outputs = clipOutputs(model, golden.io, { training: false, precision: 'bf16' });
    for (const name of ['image_features', 'text_features'])
      for (const cosine of rowCosines(outputs.get(name)!, golden.io.get(name)!.data, model.config.embedDim))
        expect(cosine, name).toBeGreaterThan(LEAST_COSINE[folder] ?? 0.999);
    model.dispose();
  });
});
