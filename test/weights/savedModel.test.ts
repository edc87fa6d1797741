import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor2D } from '../../lib/engine/tf.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { Activation, ClipConfig } from '../../lib/models/clipConfig.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { expectClose } from '../fixtures/close.js';
import { NEEDS_PYTHON, TEST_PYTHON } from '../fixtures/testPython.js';

const SCRIPT = fileURLToPath(new URL('openSavedModel.py', import.meta.url));

interface Theirs {
  readonly problems: number;
  readonly ids: number[];
  readonly image: number[];
  readonly text: number[];
  readonly scale: number;
  readonly mean: number[];
  readonly crop: { readonly height: number; readonly width: number };
}

const vocabulary = trainBpe(['a red cat sat on the mat', 'a blue dog ran'], { merges: 40, minFrequency: 1 });
const TEXTS = ['a red cat', 'the blue dog ran on the mat', ''];
const CONTEXT = 12;

function configOf(activation: Activation): ClipConfig {
  const transformer = { layers: 2, activation };
  return {
    embedDim: 24,
    vision: {
      kind: 'vit',
      imageSize: 32,
      patchSize: 8,
      width: 64,
      heads: 4,
      mlpWidth: 150,
      layerNormEpsilon: 1e-6,
      ...transformer,
    },
    text: {
      kind: 'transformer',
      vocabSize: vocabulary.symbols.length,
      contextLength: CONTEXT,
      width: 48,
      heads: 3,
      mlpWidth: 100,
      layerNormEpsilon: 1e-5,
      ...transformer,
    },
    mean: [0.5, 0.4, 0.3],
    std: [0.2, 0.3, 0.25],
  };
}

const unit = (x: Tensor2D): Float32Array => tf.div(x, tf.norm(x, 2, 1, true)).dataSync<'float32'>();

/** The ids up to the first end token; what pads a row differs and has no say. */
const upToEnd = (ids: ArrayLike<number>, endToken: number): number[][] =>
  TEXTS.map((_, row) => {
    const tokens = Array.from(ids).slice(row * CONTEXT, (row + 1) * CONTEXT);
    return tokens.slice(0, tokens.indexOf(endToken) + 1);
  });

const ACTIVATIONS = ['quick_gelu', 'gelu'] as const;

it('a saved model opens in transformers and in open_clip, and computes the same', NEEDS_PYTHON, async () => {
  const parent = await mkdtemp(join(tmpdir(), 'cliplab saved '));
  const models = ACTIVATIONS.map((activation) => initializeClip(configOf(activation), createRandom(5)));
  const folders = ACTIVATIONS.map((activation) => join(parent, activation));
  for (const [k, folder] of folders.entries()) await saveModel(folder, models[k]!, vocabulary, { dtype: 'F32' });
  const shape: [number, number, number, number] = [2, 32, 32, 3];
  const pixels = Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, k) => Math.sin(k));
  const inputs = join(parent, 'inputs.json');
  await writeFile(inputs, JSON.stringify({ folders, pixels: [...pixels], shape, texts: TEXTS }));
  const env = { ...process.env, HF_HUB_OFFLINE: '1' };
  const { stdout } = await promisify(execFile)(TEST_PYTHON, [SCRIPT, inputs], { env });
  const outcomes = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, Theirs>[];

  const tokenizer = createTokenizer(vocabulary, CONTEXT);
  const ids = tokenizer.tokenize(TEXTS);
  for (const [k, model] of models.entries()) {
    const ours = tf.tidy(() => ({
      image: unit(model.encodeImage(tf.tensor4d(pixels, shape))),
      text: unit(model.encodeText(tf.tensor2d(ids, [TEXTS.length, CONTEXT], 'int32'))),
    }));
    expect(Object.keys(outcomes[k]!)).toEqual(['transformers', 'open_clip']);
    for (const [reader, theirs] of Object.entries(outcomes[k]!)) {
      const name = `${reader}, ${ACTIVATIONS[k]}`;
      expect(theirs.problems, name).toBe(0);
      expect(upToEnd(theirs.ids, tokenizer.endToken), name).toEqual(upToEnd(ids, tokenizer.endToken));
      expectClose(theirs.image, ours.image, 3e-6, `${name} image`);
      expectClose(theirs.text, ours.text, 3e-6, `${name} text`);
      expect(theirs.scale, name).toBeCloseTo(model.logitScale(), 4);
      expect(theirs.mean, name).toEqual(model.config.mean);
      expect(theirs.crop, name).toEqual({ height: 32, width: 32 });
    }
    model.dispose();
  }
});
