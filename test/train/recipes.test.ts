import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { MINI_RN } from '../../lib/train/miniRn.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { readTrainingLog } from '../../lib/train/readTrainingLog.js';
import { findRecipe } from '../../lib/train/recipes.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../lib/weights/modelFolder.js';

it('finds a recipe by name, and names those there are', () => {
  expect(findRecipe('mini-rn')).toBe(MINI_RN);
  expect(() => findRecipe('mini-rm')).toThrow(UserError);
  expect(() => findRecipe('mini-rm')).toThrow(
    'there is no recipe mini-rm: give one of mini-rn, mini-rn-2, mini-vit, lab-contrastive, ',
  );
});

it('a recipe’s model gets the vocabulary’s size and nothing else', () => {
  const { model } = MINI_RN;
  expect(modelConfig(MINI_RN, 4610)).toEqual({ ...model, text: { ...model.text, vocabSize: 4610 } });
});

it('the committed model’s log is that of its recipe: every pair once a step, falling loss, rising accuracy', async () => {
  const log = await readTrainingLog('mini-rn');
  for (const { step, pairsSeen, loss } of log) {
    expect(pairsSeen).toBe(step * MINI_RN.batchSize);
    expect(Number.isFinite(loss)).toBe(true);
  }
  expect(log.at(-1)!.step).toBe(MINI_RN.steps);
  expect(log.at(-1)!.loss).toBeLessThan(log[0]!.loss / 2);
  const measured = log.flatMap(({ validationTop1 }) => (typeof validationTop1 === 'number' ? [validationTop1] : []));
  expect(measured.at(-1)).toBeGreaterThan(measured[0]!);
});

it('says so where a model has no log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab-model-'));
  for (const file of [CONFIG_FILE, WEIGHTS_FILE]) writeFileSync(join(folder, file), '');
  await expect(readTrainingLog(folder)).rejects.toThrow(`${folder} has no training log (`);
  rmSync(folder, { recursive: true });
});
