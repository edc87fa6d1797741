import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { changedRecipe } from '../../lib/train/changes/changedRecipe.js';
import { LAB_LIVE } from '../../lib/train/changes/labLive.js';
import { RECIPE_CHANGES } from '../../lib/train/changes/recipeChanges.js';
import { MINI_RN } from '../../lib/train/miniRn.js';
import { recipeCode } from '../../lib/train/recipeCode.js';
import { recipeDifferences } from '../../lib/train/recipeDifferences.js';
import { readRecipe, recipeText } from '../../lib/train/recipeFile.js';
import { shareOfPairs } from '../../lib/train/shareOfPairs.js';

const PAIRS = 245_760;
const unchanged = changedRecipe(LAB_LIVE, [], { pairs: PAIRS, seed: 2 });
/** What follows from the number of steps. */
const ofSteps = /^(?:steps|warmupSteps|evaluateEvery|checkpointEvery): /;

describe('a recipe with changes', () => {
  it.each(RECIPE_CHANGES.map((change) => [change.name, change] as const))(
    '%s differs from the unchanged one in its own fields alone, and sees as many pairs',
    (name, { fields: { model = {}, ...rest } }) => {
      const recipe = changedRecipe(LAB_LIVE, [name], { pairs: PAIRS, seed: 2 });
      expect(recipe.steps * recipe.batchSize).toBe(PAIRS);
      const fields = recipeDifferences(recipe, unchanged).filter((field) => !ofSteps.test(field));
      expect(fields.map((field) => field.split(':')[0]).sort()).toEqual(
        [...Object.keys(rest), ...Object.keys(model)].sort(),
      );
      expect(recipe.name).toBe(`lab-live-${name}`);
    },
  );

  it('has all of several changes, of the model part by part', () => {
    const { model, batchSize } = changedRecipe(LAB_LIVE, ['vit', 'mlp-projection', 'batch-64']);
    expect([model.vision.kind, model.text.kind, model.projection?.kind, batchSize]).toEqual(['vit', 'cbow', 'mlp', 64]);
  });

  it('refuses two changes of one field, naming both', () => {
    expect(() => changedRecipe(LAB_LIVE, ['rate-0.002', 'rate-0.004'])).toThrow(
      'rate-0.004 and rate-0.002 both set learningRate',
    );
  });
});

describe('a share of the pairs', () => {
  const epoch = Uint32Array.of(0, 1, 1, 2, 3, 4, 5, 6, 7);
  const shareOf = (share: number) => [...shareOfPairs(epoch, share, createRandom(3))];

  it('leaves pairs out whole, in their order, and is part of a larger share', () => {
    const [quarter, half] = [shareOf(0.25), shareOf(0.5)];
    expect(new Set(quarter).size).toBe(2);
    expect(new Set(half).size).toBe(4);
    for (const k of quarter) expect(half.filter((one) => one === k)).toEqual([...epoch].filter((one) => one === k));
    expect(half).toEqual([...half].sort((a, b) => a - b));
  });

  it('is all of them where none is given', () => {
    expect(shareOfPairs(epoch, undefined, createRandom(3))).toBe(epoch);
  });
});

describe('a recipe in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab recipe '));
  const written = (text: string): string => {
    const path = join(folder, 'own.json');
    writeFileSync(path, text);
    return path;
  };
  const changed = (change: object): string => written(JSON.stringify({ ...MINI_RN, ...change }));

  it('is the recipe that was written there', async () => {
    for (const { name } of RECIPE_CHANGES) {
      const recipe = changedRecipe(LAB_LIVE, [name]);
      expect(await readRecipe(written(recipeText(recipe)))).toEqual(recipe);
    }
  });

  it.each([
    ['{"name": ', /own\.json is no JSON/],
    ['[]', /own\.json: the recipe is a list of 0, expected an object/],
    ['{}', /own\.json: the recipe lacks name/],
  ])('that is %s is refused', async (text, sentence) => {
    await expect(readRecipe(written(text))).rejects.toThrow(sentence);
  });

  it.each([
    [{ batchsize: 3 }, 'the recipe has batchsize, which no recipe has'],
    [{ name: '../up' }, 'name is "../up", expected letters'],
    [{ batchSize: '768' }, 'batchSize is "768", expected a whole number'],
    [{ pairsShare: 0 }, 'pairsShare is 0, expected a number above 0 up to 1'],
    [{ objective: 'guessing' }, 'there is no objective guessing'],
    [{ augmentation: 3 }, 'augmentation is 3, expected an object'],
    [{ model: { ...MINI_RN.model, mean: [1] } }, 'model.mean is a list of 1, expected three numbers'],
    [{ model: { ...MINI_RN.model, vision: { kind: 'cnn' } } }, 'vision.kind of the configuration is "cnn"'],
  ])('with %j is refused', async (change, sentence) => {
    await expect(readRecipe(changed(change))).rejects.toThrow(sentence);
  });
});

describe('a recipe as code', () => {
  it('says what differs, of the model part by part, and trains it on the same pairs', () => {
    const recipe = changedRecipe(LAB_LIVE, ['vit', 'generative'], { seed: 2 });
    const code = recipeCode(recipe, 'lab-live', 'suite');
    expect(code).toContain("...findRecipe('lab-live'),");
    expect(code).toContain("name: 'lab-live-vit-generative',");
    expect(code).toContain("...findRecipe('lab-live').model,\n    vision: { kind: 'vit', imageSize: 32,");
    expect(code).toContain("watchZeroShot('contrastive+caption', tokenizer, validation)");
    expect(code).toContain('await suitePairs()');
    expect(code).not.toContain('batchSize');
    const object = /const recipe: Recipe = (\{.*?\n\});/s.exec(code)![1]!;
    const made: unknown = runInNewContext(`(${object})`, { findRecipe: () => LAB_LIVE });
    expect(JSON.parse(JSON.stringify(made))).toEqual(JSON.parse(JSON.stringify(recipe)));
  });
});
