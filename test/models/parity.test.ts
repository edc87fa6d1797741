import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import type { Precision } from '../../lib/engine/precision.js';
import { tf, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { createClip, type Clip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { fromOpenClipConfig } from '../../lib/models/openClipConfig.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { clipOutputs } from '../fixtures/clipOutputs.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';
import { fromOpenaiConfig, readGolden, type Golden, type OpenaiConfig } from '../fixtures/goldenModel.js';
import { recipeTensor, type RecipeTensor } from '../fixtures/recipeWeights.js';

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
  // Its logits go up to 209, where four units in the last place of float32 are 1e-4; a probability moves by half of
  // that at most.
  if (name === 'visual.attnpool.probs') return 5e-5;
  // What enters the attention pool is the last stage's output and its mean, plus a position.
  if (name === 'visual.attnpool.tokens') return tolerances.get('visual.layer4')!;
  // The least that any tolerance is: 2e-6 of the largest value, here a probability or a sum of two weights.
  return 2e-6;
}

/** The nearest bfloat16, halves to even. */
function roundedToBfloat16({ shape, data }: NamedTensor): NamedTensor {
  const bits = new Uint32Array(Float32Array.from(data).buffer);
  const rounded = bits.map((x) => (x + 0x7fff + ((x >>> 16) & 1)) & 0xffff0000);
  return { shape, data: new Float32Array(rounded.buffer) };
}

/** Images of noise, and texts of any words that fill the context. */
function drawInputs({ vision, text }: ClipConfig, N: number): { pixels: Tensor4D; tokens: Tensor2D } {
  const random = createRandom(3);
  const [S, L] = [vision.imageSize, text.contextLength];
  const pixels = Float32Array.from({ length: N * S * S * 3 }, () => random.normal());
  const end = text.vocabSize - 1;
  const ids = Int32Array.from({ length: N * L }, (_, k) => (k % L === L - 1 ? end : random.int(end)));
  return { pixels: tf.tensor4d(pixels, [N, S, S, 3]), tokens: tf.tensor2d(ids, [N, L], 'int32') };
}

/** The root mean square of how far each row of `found` is off, as a share of the row's length. */
function relativeError(found: Tensor2D, truth: Tensor2D): number {
  const off = tf.sum(tf.squaredDifference(found, truth), 1);
  return Math.sqrt(tf.mean(tf.div(off, tf.sum(tf.square(truth), 1))).dataSync<'float32'>()[0]!);
}

describe.each(Object.entries(MODELS))('%s', (folder, load) => {
  it('features, logits and every stored activation, within their tolerances in fp32', async () => {
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

  // A layer rounds its weights; and what goes into its product, what comes out, the sum with what went before and what
  // is normalized, each by the same half unit of bfloat16, twice over for the two halves of a block: eight roundings
  // beside the one, independent.
  it('is off by no more than three times what rounding its weights does, in bfloat16', async () => {
    const golden = await readVectors(folder);
    const model = await load(golden, folder);
    const weights = [...model.parameters.export()];
    const rounded = createClip(
      model.config,
      new Map(weights.map(([name, x]) => [name, x.shape.length >= 2 ? roundedToBfloat16(x) : x])),
    );
    tf.tidy(() => {
      const { pixels, tokens } = drawInputs(model.config, 32);
      const features = (of: Clip, precision: Precision): [Tensor2D, Tensor2D] => {
        const mode = { training: false, precision };
        return [of.encodeImage(pixels, mode), of.encodeText(tokens, mode)];
      };
      const [truth, weightsRounded, found] = [
        features(model, 'fp32'),
        features(rounded, 'fp32'),
        features(model, 'bf16'),
      ];
      ['image', 'text'].forEach((name, k) => {
        const allowed = 3 * relativeError(weightsRounded[k]!, truth[k]!);
        expect(relativeError(found[k]!, truth[k]!), name).toBeLessThan(allowed);
      });
    });
    model.dispose();
    rounded.dispose();
  });
});
