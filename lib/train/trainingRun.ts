import type { Random } from '../engine/random.js';
import { tf, type Variable } from '../engine/tf.js';
import { initialize } from '../models/initialize.js';
import { initializeClip, type Clip } from '../models/clip.js';
import { createParameters, type Parameters } from '../models/parameters.js';
import { createAdamW, type AdamW } from './adamW.js';
import type { RunVariables } from './checkpoint.js';
import type { Objective } from './objective.js';
import { modelConfig, type Recipe } from './recipe.js';
import type { TrainingPairs } from './trainingPairs.js';
import { createWeightAverage, type WeightAverage } from './weightAverage.js';

/** All that changes while a model is trained. */
export interface TrainingRun {
  readonly model: Clip;
  /** The objective's own parameters, e.g. a caption decoder's. */
  readonly extra: Parameters;
  /** What is trained, by name. The optimizer's order. */
  readonly trained: ReadonlyMap<string, Variable>;
  readonly optimizer: AdamW;
  readonly average?: WeightAverage;
}

/** A fresh run. Whoever has it calls `disposeRun`. @throws UserError where the objective lacks something it needs */
export function createRun(
  recipe: Recipe,
  objective: Objective,
  vocabSize: number,
  random: Random,
  labels: TrainingPairs['labels'] = {},
): TrainingRun {
  const config = modelConfig(recipe, vocabSize);
  const extraSpecs = objective.extraSpecs({
    config,
    classes: Object.fromEntries(Object.entries(labels).map(([set, { classes }]) => [set, classes])),
  });
  const model = initializeClip(config, random.fork('parameters'));
  const { fixedTemperature } = recipe;
  if (fixedTemperature !== undefined)
    tf.tidy(() => model.parameters.get('logit_scale').assign(tf.scalar(-Math.log(fixedTemperature))));
  const extra = createParameters(extraSpecs, initialize(extraSpecs, random.fork('objective')));
  const ofModel = model.parameters.specs.filter(
    ({ name, trainable }) =>
      trainable && objective.trains(name) && !(name === 'logit_scale' && fixedTemperature !== undefined),
  );
  const trained = new Map([
    ...ofModel.map(({ name }) => [name, model.parameters.get(name)] as const),
    ...extraSpecs
      .filter(({ trainable }) => trainable)
      .map(({ name }) => [`objective/${name}`, extra.get(name)] as const),
  ]);
  const optimizer = createAdamW([...trained.values()], recipe);
  if (recipe.averageDecay === undefined) return { model, extra, trained, optimizer };
  const average = createWeightAverage(
    model.parameters.specs.map(({ name }) => model.parameters.get(name)),
    recipe.averageDecay,
  );
  return { model, extra, trained, optimizer, average };
}

/** Frees everything of a run but its model. */
export function disposeAllButModel({ extra, optimizer, average }: TrainingRun): void {
  extra.dispose();
  optimizer.dispose();
  average?.dispose();
}

/** Both moments of each variable that is trained, by its name in a checkpoint. */
export function momentVariables(trained: ReadonlyMap<string, Variable>, optimizer: AdamW): [string, Variable][] {
  const moments = optimizer.moments();
  const names = [...trained.keys()];
  return [
    ...names.map((name, k): [string, Variable] => [`mean/${name}`, moments[k]!.mean]),
    ...names.map((name, k): [string, Variable] => [`variance/${name}`, moments[k]!.variance]),
  ];
}

/** Every variable that the run needs to go on, by its name in a checkpoint. */
export function runVariables({ model, extra, trained, optimizer, average }: TrainingRun): RunVariables {
  const { specs } = model.parameters;
  return new Map([
    ...specs.map(({ name }) => [`parameter/${name}`, model.parameters.get(name)] as const),
    ...extra.specs.map(({ name }) => [`objective/${name}`, extra.get(name)] as const),
    ...momentVariables(trained, optimizer),
    ...(average?.averages ?? []).map((variable, k) => [`average/${specs[k]!.name}`, variable] as const),
  ]);
}
