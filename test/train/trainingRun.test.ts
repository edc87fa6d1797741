import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import { SUPERVISED } from '../../lib/train/objectives/supervised.js';
import type { Recipe } from '../../lib/train/recipe.js';
import { createRun, disposeAllButModel, runVariables, type TrainingRun } from '../../lib/train/trainingRun.js';
import { TINY } from './tinyRun.js';

const start = (recipe: Partial<Recipe> = {}): TrainingRun =>
  createRun({ ...TINY, ...recipe }, CONTRASTIVE, 50, createRandom(1));
const startSupervised = (): TrainingRun =>
  createRun(TINY, SUPERVISED, 50, createRandom(1), { color: { classes: 4, of: new Int32Array(0) } });

function end(run: TrainingRun): void {
  disposeAllButModel(run);
  run.model.dispose();
}

describe('a training run', () => {
  it('trains every trainable parameter, and no running statistic', () => {
    const run = start();
    const { specs } = run.model.parameters;
    expect([...run.trained.keys()]).toEqual(specs.filter(({ trainable }) => trainable).map(({ name }) => name));
    expect(specs.some(({ trainable }) => !trainable)).toBe(true);
    for (const [name, variable] of run.trained) expect(variable).toBe(run.model.parameters.get(name));
    expect(run.optimizer.moments().map(({ mean }) => mean.shape)).toEqual(
      [...run.trained.values()].map((x) => x.shape),
    );
    end(run);
  });

  it('leaves a fixed temperature out, and nothing else, and starts at it', () => {
    const [free, fixed] = [start(), start({ fixedTemperature: 0.2 })];
    expect(free.model.logitScale()).toBeCloseTo(1 / 0.07, 4);
    expect(fixed.model.logitScale()).toBeCloseTo(1 / 0.2, 5);
    expect([...fixed.trained.keys()]).toEqual([...free.trained.keys()].filter((name) => name !== 'logit_scale'));
    expect(free.trained.has('logit_scale')).toBe(true);
    [free, fixed].forEach(end);
  });

  it('trains an objective’s own parameters beside those that it reaches', () => {
    const run = startSupervised();
    const own = [...run.trained.keys()].filter((name) => name.startsWith('objective/'));
    expect(own).toEqual(['objective/heads.color.weight', 'objective/heads.color.bias']);
    expect(run.trained.get(own[0]!)!.shape).toContain(4);
    expect(run.trained.get(own[1]!)!.shape).toEqual([4]);
    expect([...run.trained.keys()].some((name) => name.startsWith('text'))).toBe(false);
    expect(run.extra.specs.length).toBe(2);
    end(run);
  });

  it('is the same for the same seed, its objective’s parameters drawn apart from the model’s', () => {
    const values = (run: TrainingRun): number[][] => [...run.trained.values()].map((x) => [...x.dataSync()]);
    const [one, other, supervised] = [start(), start(), startSupervised()];
    expect(values(one)).toEqual(values(other));
    const shared = (run: TrainingRun): number[] => [...run.model.parameters.get('visual.conv1.weight').dataSync()];
    expect(shared(supervised)).toEqual(shared(one));
    [one, other, supervised].forEach(end);
  });

  it('averages all of the model’s variables where the recipe asks for it', () => {
    const [plain, averaged] = [start(), start({ averageDecay: 0.9 })];
    expect(plain.average).toBeUndefined();
    const { specs } = averaged.model.parameters;
    expect(averaged.average!.averages.map(({ shape }) => shape)).toEqual(
      specs.map(({ name }) => averaged.model.parameters.get(name).shape),
    );
    [plain, averaged].forEach(end);
  });

  it('names all that it needs to go on', () => {
    const [plain, averaged, supervised] = [start(), start({ averageDecay: 0.9 }), startSupervised()];
    const specs = plain.model.parameters.specs.map(({ name }) => name);
    const trained = [...plain.trained.keys()];
    const expected = [
      ...specs.map((name) => `parameter/${name}`),
      ...trained.map((name) => `mean/${name}`),
      ...trained.map((name) => `variance/${name}`),
    ];
    const variables = runVariables(plain);
    expect([...variables.keys()]).toEqual(expected);
    expect(variables.get('parameter/logit_scale')).toBe(plain.model.parameters.get('logit_scale'));
    expect(variables.get(`mean/${trained[0]}`)).toBe(plain.optimizer.moments()[0]!.mean);
    expect(variables.get(`variance/${trained[0]}`)).toBe(plain.optimizer.moments()[0]!.variance);
    expect([...runVariables(averaged).keys()]).toEqual([...expected, ...specs.map((name) => `average/${name}`)]);
    const of = runVariables(supervised);
    expect(of.get('objective/heads.color.weight')).toBe(supervised.extra.get('heads.color.weight'));
    expect(of.has('mean/objective/heads.color.weight')).toBe(true);
    [plain, averaged, supervised].forEach(end);
  });

  it('frees everything but its model', () => {
    const before = tf.memory().numTensors;
    const run = start({ averageDecay: 0.9 });
    disposeAllButModel(run);
    expect(tf.memory().numTensors).toBe(before + run.model.parameters.specs.length);
    run.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
