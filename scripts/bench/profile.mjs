/**
 * Where the time goes, by TensorFlow operation: of a forward pass over images, npm run bench -- profile [ViT-B/32], or
 * of a training step with its cropping, npm run bench -- profile training [mini-rn]. Weights are untrained.
 */
import { createRandom, initializeClip, RELEASED_CONFIGS, tf } from 'cliplab';
import { findKnown } from '../setup/findKnown.mjs';
import { createOperationClock } from './operationClock.mjs';
import { quickRandom } from './quickRandom.mjs';
import { cropBatch, stepper, trainingSetting } from './trainingRun.mjs';

const profile = createOperationClock();

/** @param {string} name */
function profileForward(name) {
  const config = findKnown('released model', name, RELEASED_CONFIGS);
  const model = initializeClip(config, quickRandom());
  const { imageSize } = config.vision;
  for (const precision of /** @type {const} */ (['fp32', 'bf16']))
    for (const batch of [1, 32]) {
      const pixels = /** @type {import('cliplab').Tensor4D} */ (tf.randomNormal([batch, imageSize, imageSize, 3]));
      const pass = () => tf.tidy(() => void model.encodeImage(pixels, { training: false, precision }).dataSync());
      process.stdout.write(profile(`${name} images, ${precision}, batch ${batch}`, batch === 1 ? 10 : 2, pass));
      pixels.dispose();
    }
}

/** @param {string} name */
function profileTraining(name) {
  const { config, batchSize, textLength } = trainingSetting(name);
  const model = initializeClip(config, quickRandom());
  // A third larger than the model sees them, as the trainer has them.
  const side = Math.round((config.vision.imageSize * 4) / 3);
  const bytes = createRandom(1);
  const pixels = Uint8Array.from({ length: batchSize * side * side * 3 }, () => bytes.int(256));
  const images = { count: batchSize, height: side, width: side, pixels };
  const every = Uint32Array.from({ length: batchSize }, (_, k) => k);
  const { vocabSize } = config.text;
  const ids = Int32Array.from({ length: batchSize * textLength }, (_, k) =>
    k % textLength === textLength - 1 ? vocabSize - 1 : 1 + bytes.int(vocabSize - 3),
  );
  const batch = () => ({
    pixels: cropBatch(images, every, config, { smallestCrop: 0.7, colorJitter: 0.3 }, bytes),
    tokens: tf.tensor2d(ids, [batchSize, textLength], 'int32'),
  });
  for (const precision of /** @type {const} */ (['fp32', 'bf16']))
    process.stdout.write(
      profile(`${name}: a step of ${batchSize} pairs, ${precision}`, 5, stepper(model, batch, precision)),
    );
}

const [what, name = 'mini-rn'] = process.argv.slice(2);
if (what !== 'training') profileForward(what ?? 'ViT-B/32');
if (what === undefined || what === 'training') profileTraining(name);
