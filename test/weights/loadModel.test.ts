import { mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { initializeClip } from '../../lib/models/clip.js';
import { saveVocabulary } from '../../lib/text/vocabularyFiles.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { writeSafetensors } from '../../lib/weights/writeSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { pickledDict, pickledTensor, torchArchive } from '../fixtures/torchArchive.js';
import { TINY } from '../train/tinyRun.js';

const vocabulary = trainBpe(['red cat', 'red dog', 'blue cat'], { merges: 10, minFrequency: 1 });
const config = modelConfig(TINY, vocabulary.symbols.length);
const model = initializeClip(config, createRandom(1));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab model '));
  await saveModel(folder, model, vocabulary);
});

it('opens what saveModel wrote, with the same outputs but for fp16 rounding', async () => {
  const loaded = await loadModel(folder);
  expect(loaded.model.config).toEqual(config);
  const tokens = tf.tensor2d(loaded.tokenizer.tokenize(['red cat']), [1, 10], 'int32');
  expectClose(loaded.model.encodeText(tokens).dataSync(), model.encodeText(tokens).dataSync(), 5e-3);
  const pixels = tf.randomNormal([2, 16, 16, 3]) as Parameters<typeof model.encodeImage>[0];
  expectClose(loaded.model.encodeImage(pixels).dataSync(), model.encodeImage(pixels).dataSync(), 2e-2);
  expect(loaded.model.logitScale()).toBeCloseTo(model.logitScale(), 1);
});

/** The model's weights as `torch.save` writes a state dict. */
async function writePlain(path: string): Promise<void> {
  const stored = [...(await readSafetensors(join(folder, 'model.safetensors')))];
  const stridesOf = (shape: readonly number[]): number[] =>
    shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const tensors = stored.map(([name, { shape, data }], k): [string, string] => [
    name,
    pickledTensor({ key: String(k), count: data.length, shape, strides: stridesOf(shape) }),
  ]);
  const storages = stored.map(([, { data }], k) => [String(k), new Uint8Array(Float32Array.from(data).buffer)]);
  const opcodes = pickledDict(Object.fromEntries(tensors));
  await writeFile(path, torchArchive(opcodes, Object.fromEntries(storages) as Record<string, Uint8Array>));
}

it('opens weights of any name by the config.json beside them, and asks for it by that name', async () => {
  const plain = join(folder, 'plain.pt');
  const other = join(folder, 'other.safetensors');
  await writePlain(plain);
  await rename(join(folder, 'model.safetensors'), other);
  for (const path of [plain, other]) {
    const loaded = await loadModel(path);
    expect(loaded.model.config).toEqual(config);
    loaded.model.dispose();
  }
  const strange = { architectures: ['BertModel'] };
  for (const change of [
    () => writeFile(join(folder, 'config.json'), JSON.stringify(strange)),
    () => rm(join(folder, 'config.json')),
  ]) {
    await change();
    for (const path of [plain, other])
      await expect(loadModel(path)).rejects.toThrow(/put its config\.json or open_clip_config\.json beside it\.$/);
  }
});

it.each([
  [1000, 'Infinity'],
  [-1000, '0'],
])('refuses a logit scale of e to the power of %s with its file', async (value, shown) => {
  const path = join(folder, 'model.safetensors');
  const stored = await readSafetensors(path);
  stored.set('logit_scale', { shape: [], data: Float32Array.of(value) });
  await writeSafetensors(path, stored, 'F32');
  const before = tf.memory().numTensors;
  await expect(loadModel(folder)).rejects.toThrow(
    new RegExp(`the logit scale of .*model\\.safetensors is ${shown}, expected .*load it from a sound file\\.$`),
  );
  expect(tf.memory().numTensors, 'tensors left').toBe(before);
});

it('says that a name is empty', async () => {
  await expect(loadModel('')).rejects.toThrow('the name or path of a model is "": give one of');
});

it('names a model that does not exist, and those that do', async () => {
  await expect(loadModel('no-such-model')).rejects.toThrow(
    /there is no model no-such-model: give one of .*or a folder/,
  );
});

it('refuses truncated weights', async () => {
  await truncate(join(folder, 'model.safetensors'), 500);
  await expect(loadModel(folder)).rejects.toThrow(/model.safetensors is not a sound safetensors file/);
});

it('refuses a damaged configuration', async () => {
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, embedDim: 0 }));
  await expect(loadModel(folder)).rejects.toThrow(/embedDim is 0, expected a positive whole number/);
});

it("refuses another model's vocabulary, when it is loaded and when it is saved", async () => {
  const other = trainBpe(['green bird'], { merges: 4, minFrequency: 1 });
  await expect(saveModel(folder, model, other)).rejects.toThrow(/vocabulary has \d+ tokens and the model \d+/);
  await saveVocabulary(folder, other);
  const before = tf.memory().numTensors;
  await expect(loadModel(folder)).rejects.toThrow(/vocabulary in .* has \d+ tokens and the model \d+/);
  expect(tf.memory().numTensors, 'tensors left').toBe(before);
});
