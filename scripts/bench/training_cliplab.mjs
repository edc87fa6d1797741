/** cliplab's side of scripts/bench/training.mjs, in a process of its own so that its memory is its own. */
import { join } from 'node:path';
import { clipSpec, createClip, initializeClip, readSafetensors, tf, writeSafetensors } from 'cliplab';
import { answerRequests } from './answerRequests.mjs';
import { quickRandom } from './quickRandom.mjs';
import { stepper, trainingSetting } from './trainingRun.mjs';

/**
 * Writes a model's first weights, and one batch, for everyone to start from.
 * @param {string} name
 * @param {string} folder
 */
async function make(name, folder) {
  const { config, batchSize, textLength } = trainingSetting(name);
  const random = quickRandom();
  const model = initializeClip(config, random);
  await writeSafetensors(join(folder, 'model.safetensors'), model.parameters.export(), 'F32');
  const S = config.vision.imageSize;
  const pixels = Float32Array.from({ length: batchSize * S * S * 3 }, () => random.normal());
  // Words between a start and an end, the vocabulary's last two ids, as every text has them.
  const { vocabSize } = config.text;
  const tokens = Float32Array.from({ length: batchSize * textLength }, (_, k) => {
    if (k % textLength === 0) return vocabSize - 2;
    return k % textLength === textLength - 1 ? vocabSize - 1 : 1 + random.int(vocabSize - 3);
  });
  const batch = new Map([
    ['pixels', { shape: [batchSize, S, S, 3], data: pixels }],
    ['tokens', { shape: [batchSize, textLength], data: tokens }],
  ]);
  await writeSafetensors(join(folder, 'batch.safetensors'), batch, 'F32');
  return {};
}

/** @type {(() => number) | undefined} takes a step and gives its loss */
let takeStep;

/** @param {string} name @param {string} folder @param {'fp32' | 'bf16'} precision */
async function open(name, folder, precision) {
  const { config } = trainingSetting(name);
  const stored = await readSafetensors(join(folder, 'model.safetensors'));
  const model = createClip(
    config,
    new Map(clipSpec(config).map((spec) => [spec.name, /** @type {any} */ (stored.get(spec.name))])),
  );
  stored.clear();
  const examples = await readSafetensors(join(folder, 'batch.safetensors'));
  const given = (/** @type {string} */ part) => /** @type {any} */ (examples.get(part));
  const pixels = tf.tensor(given('pixels').data, given('pixels').shape, 'float32');
  const tokens = tf.tensor(Int32Array.from(given('tokens').data), given('tokens').shape, 'int32');
  takeStep = stepper(model, () => ({ pixels: pixels.clone(), tokens: tokens.clone() }), precision);
  return {};
}

await answerRequests(async ({ make: name, to, open: opened, folder, precision }) => {
  if (name) return make(name, to);
  if (opened) return open(opened, folder, precision);
  if (!takeStep) throw new Error('no model is open');
  const start = performance.now();
  const loss = takeStep();
  return { seconds: (performance.now() - start) / 1000, loss };
});
