import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { vocabularySize } from '../../lib/text/bpeVocabulary.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { findObjective } from '../../lib/train/objectives/findObjective.js';
import { objectiveName } from '../../lib/train/recipe.js';
import { studyRuns } from '../../lib/train/studies/studies.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { listModels } from '../../lib/weights/modelFolder.js';
import { savedObjective } from '../../lib/weights/savedObjective.js';
import { saveModel } from '../../lib/weights/saveModel.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const vocabulary = trainBpe(['a red dot', 'a blue dot'], { merges: 4 });

it.each([
  ['in our own layout', TINY_RESNET],
  ['in the layouts of others', TINY_TRANSFORMERS],
])('is saved with the weights and read again, %s', async (_, tiny) => {
  const config = { ...tiny, text: { ...tiny.text, vocabSize: vocabularySize(vocabulary) } } as ClipConfig;
  const model = initializeClip(config, createRandom(1));
  for (const objective of [undefined, 'simclr']) {
    const folder = await mkdtemp(join(tmpdir(), 'cliplab objective '));
    await saveModel(folder, model, vocabulary, objective === undefined ? {} : { objective });
    const loaded = await loadModel(folder);
    expect(loaded.objective).toBe(objective ?? 'contrastive');
    expect(savedObjective(folder)).toBe(loaded.objective);
    loaded.model.dispose();
  }
  model.dispose();
});

it('of every model of the checkout is that of its recipe', () => {
  const saved = listModels()
    .filter((name) => name !== 'near-duplicates')
    .map((name) => [name, savedObjective(name)] as const);
  expect(saved.length).toBeGreaterThan(5);
  for (const [name, objective] of saved) {
    const run = studyRuns().find(({ recipe }) => recipe.name === name);
    expect(objective, name).toBe(run ? objectiveName(run.recipe) : 'contrastive');
    expect(findObjective(objective).name).toBe(objective);
  }
});
