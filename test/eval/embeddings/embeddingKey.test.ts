import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tf } from '../../../lib/engine/tf.js';
import { embeddingKey } from '../../../lib/eval/embeddings/embeddingKey.js';
import { loadModel, type LoadedModel } from '../../../lib/weights/loadModel.js';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel('mini-rn');
});
afterAll(() => loaded.model.dispose());

it('reads the weights once a model, and again when they are others', () => {
  const { model } = loaded;
  const { name } = model.parameters.specs.filter((spec) => spec.name.startsWith('visual.'))[0]!;
  const variable = model.parameters.get(name);
  const read = vi.spyOn(variable, 'dataSync');
  const weights = (): string => embeddingKey(model, { sha256: 'a' }, true, 'fp32').weights;
  const first = weights();
  expect(weights()).toBe(first);
  expect(read).toHaveBeenCalledTimes(1);

  const before = variable.clone();
  tf.tidy(() => variable.assign(tf.add(before, 1)));
  expect(weights()).not.toBe(first);
  tf.tidy(() => variable.assign(before.clone()));
  expect(weights()).toBe(first);
  expect(read).toHaveBeenCalledTimes(3);
  before.dispose();
  read.mockRestore();
});
