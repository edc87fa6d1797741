import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { findObjective } from '../../lib/train/objectives/findObjective.js';
import type { Recipe } from '../../lib/train/recipe.js';
import { LAB_CONTRASTIVE } from '../../lib/train/studies/labRecipe.js';
import { findStudy, STUDIES } from '../../lib/train/studies/studies.js';
import { createRun, disposeAllButModel } from '../../lib/train/trainingRun.js';

const recipes = STUDIES.flatMap(({ runs }) => runs.map(({ recipe }) => recipe));

/** The fields of `recipe` that are not the lab's own, of the model its parts. */
const changed = (recipe: Recipe): string[] => {
  const flat = ({ model, ...rest }: Recipe): Record<string, unknown> => ({ ...rest, ...model });
  const [own, lab] = [flat(recipe), flat(LAB_CONTRASTIVE)];
  return [...new Set([...Object.keys(own), ...Object.keys(lab)])].filter(
    (field) => JSON.stringify(own[field]) !== JSON.stringify(lab[field]),
  );
};

describe('studies', () => {
  it('one name is one recipe, so that a run is trained once', () => {
    for (const recipe of recipes) expect(recipes.find(({ name }) => name === recipe.name)).toEqual(recipe);
    expect(new Set(STUDIES.map(({ name }) => name)).size).toBe(STUDIES.length);
    expect(() => findStudy('alchemy')).toThrow('give one of efficient-pretraining, baselines, ablations, scaling');
  });

  it('all see as many pairs, and each ablation changes one thing', () => {
    for (const { batchSize, steps } of recipes) expect(batchSize * steps).toBe(409_600);
    const schedule = ['steps', 'warmupSteps', 'evaluateEvery', 'checkpointEvery'];
    for (const { recipe } of findStudy('ablations').runs.slice(1))
      expect(changed(recipe).filter((field) => field !== 'name' && !schedule.includes(field))).toHaveLength(1);
  });

  it('every recipe makes a model, and a fixed temperature is not trained', () => {
    const labels = { category: { classes: 3, of: new Int32Array() } };
    for (const recipe of new Set(recipes)) {
      const objective = findObjective(recipe.objective ?? 'contrastive');
      const run = createRun(recipe, objective, 600, createRandom(1), labels);
      const learns = objective.name.startsWith('contrastive') && recipe.fixedTemperature === undefined;
      expect(run.trained.has('logit_scale'), recipe.name).toBe(learns);
      disposeAllButModel(run);
      run.model.dispose();
    }
  });
});
