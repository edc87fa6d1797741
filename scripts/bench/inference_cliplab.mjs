/** cliplab's side of scripts/bench/inference.mjs, in a process of its own so that its memory is its own. */
import { decodeBatches, initializeClip, loadClip, loadReleasedVocabulary } from 'cliplab';
import { imageFile, RELEASED_CONFIGS, saveModel, tf, toPixels } from 'cliplab';
import { answerRequests } from './answerRequests.mjs';
import { quickRandom } from './quickRandom.mjs';

/** @type {import('cliplab').Clip | undefined} */
let model;
/** @type {import('cliplab').Mode} */
let mode = { training: false, precision: 'fp32' };
/** @type {Map<number, import('cliplab').Tensor4D>} */
const random = new Map();

/** @param {() => Promise<number[]>} job @returns its seconds and features */
async function timed(job) {
  const start = performance.now();
  const features = await job();
  return { seconds: (performance.now() - start) / 1000, features: features.slice(0, 4096) };
}

function opened() {
  if (!model) throw new Error('no model is open');
  return model;
}

/** @param {import('cliplab').Tensor4D} pixels */
const encode = (pixels) => [...tf.tidy(() => opened().encodeImage(pixels, mode).dataSync())];

/** @param {string} name @param {string} folder */
async function make(name, folder) {
  const config = RELEASED_CONFIGS[/** @type {import('cliplab').ReleasedName} */ (name)];
  const fresh = initializeClip(config, quickRandom());
  await saveModel(folder, fresh, await loadReleasedVocabulary());
  fresh.dispose();
  return {};
}

/** @param {string} folder @param {import('cliplab').Mode['precision']} precision */
async function open(folder, precision) {
  model = await loadClip(folder);
  mode = { training: false, precision };
  return {};
}

/** Images of noise, normalized, made once. */
function noise(/** @type {number} */ batch) {
  const size = opened().config.vision.imageSize;
  const pixels = random.get(batch) ?? tf.randomNormal([batch, size, size, 3], 0, 1, 'float32', 1);
  random.set(batch, /** @type {import('cliplab').Tensor4D} */ (pixels));
  return /** @type {import('cliplab').Tensor4D} */ (pixels);
}

/** @param {string[]} files @param {number} batchSize */
async function fromFiles(files, batchSize) {
  const { config } = opened();
  const size = config.vision.imageSize;
  /** @type {number[]} */
  const features = [];
  for await (const { images } of decodeBatches(files.map(imageFile), { size, batchSize })) {
    const pixels = toPixels(images, size, config);
    features.push(...encode(pixels));
    pixels.dispose();
  }
  return features;
}

await answerRequests(async ({ make: name, open: folder, precision, to, noise: batch, files, batchSize, texts }) => {
  if (name) return make(name, to);
  if (folder) return open(folder, precision);
  if (batch) {
    const pixels = noise(batch);
    return timed(async () => encode(pixels));
  }
  if (files) return timed(() => fromFiles(files, batchSize));
  return timed(async () => [
    ...tf.tidy(() =>
      opened()
        .encodeText(tf.tensor2d(texts, undefined, 'int32'), mode)
        .dataSync(),
    ),
  ]);
});
