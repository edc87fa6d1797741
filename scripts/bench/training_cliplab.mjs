/** cliplab's side of scripts/bench/training.mjs, in a process of its own so that its memory is its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clipSpec, createClip, initialiseClip, readSafetensors, tf, writeSafetensors } from 'cliplab';
import { answerRequests } from './answerRequests.mjs';
import { quickRandom } from './quickRandom.mjs';
import { LEARNING, TRAINING_CONFIGS } from './trainingConfigs.mjs';

/** @param {string} file */
const inside = (file) => import(pathToFileURL(join(import.meta.dirname, '..', '..', 'lib', 'dist', file)).href);
const [{ trainStep }, { createAdamW }, { findObjective }] = await Promise.all(
  ['train/trainStep.js', 'train/adamW.js', 'train/objectives/findObjective.js'].map(inside),
);

/** Writes a model's first weights, and one batch, for everyone to start from. @param {string} name @param {string} folder */
async function make(name, folder) {
  const { config, batchSize, textLength } = setting(name);
  const random = quickRandom();
  const model = initialiseClip(config, random);
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

/** @param {string} name */
function setting(name) {
  const found = TRAINING_CONFIGS[name];
  if (!found) throw new Error(`${name} is none of ${Object.keys(TRAINING_CONFIGS).join(', ')}`);
  return found;
}

/** @type {(() => number) | undefined} takes a step and gives its loss */
let takeStep;

/** @param {string} name @param {string} folder @param {'fp32' | 'bf16'} precision */
async function open(name, folder, precision) {
  const { config } = setting(name);
  const stored = await readSafetensors(join(folder, 'model.safetensors'));
  const model = createClip(
    config,
    new Map(clipSpec(config).map((spec) => [spec.name, /** @type {any} */ (stored.get(spec.name))])),
  );
  stored.clear();
  const { parameters } = model;
  const names = parameters.specs.filter(({ trainable }) => trainable).map((spec) => spec.name);
  const trained = new Map(names.map((parameter) => [parameter, parameters.get(parameter)]));
  const run = { model, trained, optimizer: createAdamW([...trained.values()], LEARNING) };
  const examples = await readSafetensors(join(folder, 'batch.safetensors'));
  const given = (/** @type {string} */ part) => /** @type {any} */ (examples.get(part));
  const pixels = tf.tensor(given('pixels').data, given('pixels').shape, 'float32');
  const tokens = tf.tensor(Int32Array.from(given('tokens').data), given('tokens').shape, 'int32');
  const { learningRate, clipNorm } = LEARNING;
  let step = 0;
  const batch = () => ({ pixels: pixels.clone(), tokens: tokens.clone() });
  const contrastive = findObjective('contrastive');
  takeStep = () => trainStep(run, contrastive, [batch], { precision, learningRate, clipNorm, step: step++ }).loss;
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
