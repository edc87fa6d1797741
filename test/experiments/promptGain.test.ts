import { expect, it } from 'vitest';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { evaluateSetups } from '../../lib/eval/zeroShot/zeroShotSetups.js';
import { promptGainExperiment, type PromptGainRow } from '../../lib/experiments/promptGain.js';
import { imageMultiplyAdds } from '../../lib/models/multiplyAdds.js';
import { listContrastiveModels } from '../../lib/train/listContrastiveModels.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { listModels } from '../../lib/weights/modelFolder.js';
import { memoryJournal } from './interruptedJournal.js';

const MODELS = ['mini-rn', 'zoo-rn-8'];

it('measures the label alone and the task’s prompts of each model, beside its compute, and goes on where it was', async () => {
  const kept = new Map<string, readonly object[]>();
  const options = { models: MODELS, tasks: ['weather'] };
  await expect(promptGainExperiment({ ...options, journal: memoryJournal(kept, 1) })).rejects.toThrow('interrupted');
  const journal = memoryJournal(kept);
  const rows = (await promptGainExperiment({ ...options, journal })).objects() as PromptGainRow[];
  expect(journal.computed).toEqual([expect.stringMatching(/^weather zoo-rn-8 /)]);
  expect(rows.map(({ model, method }) => [model, method])).toEqual(
    MODELS.flatMap((model) => ['label alone', 'prompts and ensembles'].map((method) => [model, method])),
  );
  for (const name of MODELS) {
    const loaded = await loadModel(name);
    const setups = [{ name: 'label alone', templates: ['{c}'] }, { name: 'prompts and ensembles' }];
    const task = await loadTask('weather');
    const expected = await evaluateSetups(loaded, task, setups);
    const own = rows.filter(({ model }) => model === name);
    expect(own.map(({ value, n, chance, metric }) => [value, n, chance, metric])).toEqual(
      expected.map(({ score }) => [score, 93, 1 / task.classNames.length, 'accuracy']),
    );
    expect(own[0]!.family).toBe(name === 'zoo-rn-8' ? 'ResNet' : name);
    expect(own[0]!.gflopsPerImage).toBe(imageMultiplyAdds(loaded.model.config) / 1e9);
    loaded.model.dispose();
  }
});

it('takes by default the models that match images with texts, and no others', () => {
  const contrastive = listContrastiveModels();
  expect(contrastive).toEqual(expect.arrayContaining(['mini-rn', 'mini-vit', 'lab-contrastive', 'zoo-vit-64']));
  const others = listModels().filter((name) => !contrastive.includes(name));
  expect(others.sort()).toEqual(['lab-bag-of-words', 'lab-caption', 'lab-simclr', 'lab-supervised']);
});
