import { findKnown } from '../setup/findKnown.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LEARNING, TRAINING_CONFIGS } from './trainingConfigs.mjs';

/** @param {string} file of the trainer, which the package does not export whole */
const inside = (file) =>
  import(pathToFileURL(join(import.meta.dirname, '..', '..', 'lib', 'dist', 'train', file)).href);
const [{ trainStep }, { createAdamW }, { findObjective }, { cropBatch }] = await Promise.all(
  ['trainStep.js', 'adamW.js', 'objectives/findObjective.js', 'assembleBatch.js'].map(inside),
);

export { cropBatch };

/** @param {string} name */
export function trainingSetting(name) {
  return findKnown('model to train', name, TRAINING_CONFIGS);
}

/**
 * The trainer's own contrastive step of a model, again and again.
 * @param {import('cliplab').Clip} model
 * @param {() => object} batch a fresh batch, which the step frees
 * @param {'fp32' | 'bf16'} precision
 * @returns {() => number} takes a step and gives its loss
 */
export function stepper(model, batch, precision) {
  const { parameters } = model;
  const names = parameters.specs.filter(({ trainable }) => trainable).map((spec) => spec.name);
  const trained = new Map(names.map((parameter) => [parameter, parameters.get(parameter)]));
  const run = { model, trained, optimizer: createAdamW([...trained.values()], LEARNING) };
  const { learningRate, clipNorm } = LEARNING;
  const contrastive = findObjective('contrastive');
  let step = 0;
  return () => trainStep(run, contrastive, batch, { precision, learningRate, clipNorm, step: step++ }).loss;
}
