import { afterEach, describe, expect, it } from 'vitest';
import { suiteDataset } from '../../lib/datasets/suite/loadTask.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { embedImages } from '../../lib/eval/embeddings/embedImages.js';
import { embedTexts } from '../../lib/eval/embeddings/embedTexts.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { averageProbabilities } from '../../lib/eval/zeroShot/prompts/ensembles.js';
import { createPromptEncoder } from '../../lib/eval/zeroShot/prompts/promptEncoder.js';
import { zeroShotClassifier, zeroShotLogits } from '../../lib/eval/zeroShot/zeroShot.js';
import type { ImageBatch } from '../../lib/image/imageBatch.js';
import { selectImages } from '../../lib/image/selectImages.js';
import { UserError } from '../../lib/io/userError.js';
import { initializeClip, type Clip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import type { Tokenizer } from '../../lib/text/tokenizer.js';
import { nameAccuracy } from '../../lib/train/nameAccuracy.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const models: Clip[] = [];
afterEach(() => models.splice(0).forEach((model) => model.dispose()));

/** An untrained model with one number of one tensor replaced. */
function spoilt(config: ClipConfig, tensor: string, value: number, at = 0): Clip {
  const model = initializeClip(config, createRandom(1));
  models.push(model);
  const variable = model.parameters.get(tensor);
  const data = Float32Array.from(variable.dataSync<'float32'>(), (x, k) => (k === at ? value : x));
  tf.tidy(() => variable.assign(tf.tensor(data, variable.shape)));
  return model;
}

const images: ImageBatch = {
  count: 5,
  height: 16,
  width: 16,
  pixels: Uint8Array.from({ length: 5 * 16 * 16 * 3 }, (_, k) => (k * 7) % 256),
};
/** Every text is its length: no two of those below are the same. */
const tokenizer = {
  vocabSize: 20,
  contextLength: 7,
  tokenize: (texts: readonly string[]) => Int32Array.from(texts.flatMap((text) => [18, text.length, 19, 0, 0, 0, 0])),
} as unknown as Tokenizer;

/** An untrained model with all of one tensor, or of every one, made zeros. */
function zeroed(config: ClipConfig, tensor?: string): Clip {
  const model = initializeClip(config, createRandom(1));
  models.push(model);
  for (const { name } of model.parameters.specs) {
    const variable = model.parameters.get(name);
    if (name === tensor || tensor === undefined) tf.tidy(() => variable.assign(tf.zeros(variable.shape)));
  }
  return model;
}

describe('a model whose output is all zeros is refused where its direction is wanted', () => {
  it.each([undefined, 'text_projection'])('naming the first text: %s', async (tensor) => {
    const model = zeroed(TINY_TRANSFORMERS, tensor);
    const sentence = /^the model's output for the text "one dog" is all zeros, .*: its weights are damaged, .*\.$/;
    await expect(zeroShotClassifier(model, tokenizer, ['dog', 'ant'], ['one {c}'])).rejects.toThrow(sentence);
    await expect(createPromptEncoder({ model, tokenizer }).prompts(['dog'], ['one {c}'])).rejects.toThrow(sentence);
  });

  it('naming the first image', async () => {
    const model = zeroed(TINY_TRANSFORMERS, 'visual.proj');
    const classifier = await zeroShotClassifier(model, tokenizer, ['dog', 'ants'], ['one {c}']);
    const features = await embedImages(model, images);
    const sentence = /^the model's output for image 1 of 5 is all zeros, .*\.$/;
    expect(() => zeroShotLogits(features, classifier, 1)).toThrow(sentence);
    expect(() => averageProbabilities(features, [classifier], 1)).toThrow(sentence);
  });
});

describe('a model whose output is not finite is refused, naming the first image or text', () => {
  it.each([
    ['visual.proj', TINY_TRANSFORMERS, NaN],
    ['visual.proj', TINY_TRANSFORMERS, Infinity],
    ['visual.conv1.weight', TINY_TRANSFORMERS, NaN],
    ['visual.ln_post.bias', TINY_TRANSFORMERS, -Infinity],
    ['visual.attnpool.c_proj.weight', TINY_RESNET, NaN],
    ['visual.layer1.0.conv1.weight', TINY_RESNET, NaN],
    ['visual.conv1.weight', TINY_RESNET, NaN],
  ] as const)('%s of %s', async (tensor, config, value) => {
    const embedding = embedImages(spoilt(config, tensor, value), images, { batchSize: 2 });
    await expect(embedding).rejects.toThrow(UserError);
    await expect(embedding).rejects.toThrow(/^the model's output for image 1 of 5 is not finite \(.*\): .*\.$/);
  });

  it('only one of the images, in a later batch', async () => {
    // A weight so large that what is bright overflows, and what is black stays nothing.
    const config: ClipConfig = { ...TINY_RESNET, mean: [0, 0, 0], std: [1, 1, 1] };
    const dark = { ...images, pixels: new Uint8Array(images.pixels.length) };
    const size = 3 * 16 * 16;
    dark.pixels.fill(255, 3 * size, 4 * size);
    const model = spoilt(config, 'visual.conv1.weight', 3.4e38);
    await expect(embedImages(model, dark, { batchSize: 2 })).rejects.toThrow('output for image 4 of 5 is not finite');
    await expect(embedImages(model, selectImages(dark, [0, 1, 2, 4]))).resolves.toMatchObject({ rows: 4 });
  });

  it('a text', async () => {
    const texts = ['a', 'bb', 'ccc', 'dddd'];
    // One row of the table of tokens: only the third text has the token 3.
    const width = TINY_TRANSFORMERS.text.width;
    const model = spoilt(TINY_TRANSFORMERS, 'token_embedding.weight', NaN, 3 * width);
    await expect(embedTexts(model, tokenizer, texts, { batchSize: 2 })).rejects.toThrow(
      /^the model's output for text 3 of 4 is not finite/,
    );
    await expect(embedTexts(model, tokenizer, ['a', 'bb'])).resolves.toMatchObject({ rows: 2 });
    await expect(zeroShotClassifier(model, tokenizer, texts, ['{c}'])).rejects.toThrow('text 3 of 4');
    const pairs = { images, captions: images.count === 5 ? [...texts, 'eeeee'].map((text) => [text]) : [], sets: [] };
    expect(() => nameAccuracy(model, tokenizer, pairs)).toThrow('the name "ccc" is not finite');
    const blind = spoilt(TINY_TRANSFORMERS, 'visual.proj', NaN);
    expect(() => nameAccuracy(blind, tokenizer, pairs)).toThrow('image 1 of 5 is not finite');
  });

  it('a deviation of 0, which makes every pixel infinite', async () => {
    const model = spoilt(TINY_TRANSFORMERS, 'visual.proj', 0.1);
    const flat = { ...model, config: { ...TINY_TRANSFORMERS, std: [0, 0, 0] as const } };
    await expect(embedImages(flat, images)).rejects.toThrow('the std is [0,0,0], expected three numbers above 0');
    const unknown = { ...model, config: { ...TINY_TRANSFORMERS, mean: [0.5, NaN, 0.5] as const } };
    await expect(embedImages(unknown, images)).rejects.toThrow('the mean is [0.5,null,0.5], expected three finite');
  });

  it('a temperature that is not finite, and an evaluation that would have scored 100 %', async () => {
    const { model, tokenizer: words } = await loadModel('mini-rn');
    models.push(model);
    const scale = model.parameters.get('logit_scale');
    const before = scale.clone();
    scale.assign(tf.scalar(NaN));
    const flags = async () =>
      evaluateTask({ model, tokenizer: words }, await suiteDataset('flags'), {
        random: createRandom(1),
        methods: ['zero-shot'],
      });
    await expect(flags()).rejects.toThrow('the logit scale of the model is NaN, expected a number');
    scale.assign(before);
    before.dispose();
    const proj = model.parameters.get('visual.attnpool.c_proj.weight');
    const data = Float32Array.from(proj.dataSync<'float32'>());
    data[0] = NaN;
    tf.tidy(() => proj.assign(tf.tensor(data, proj.shape)));
    await expect(flags()).rejects.toThrow(/^the model's output for the image \S.* is not finite \(NaN\)/);
  });
});
