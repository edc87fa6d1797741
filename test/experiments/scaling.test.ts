import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { fitPowerLaw } from '../../lib/eval/statistics/powerLaw.js';
import { scalingExperiment, scalingLaws, type ScalingMeasurement } from '../../lib/experiments/scaling.js';
import { imageMultiplyAdds, trainingMultiplyAdds } from '../../lib/models/multiplyAdds.js';
import { readTrainingLog } from '../../lib/train/readTrainingLog.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { modelFolder } from '../../lib/weights/modelFolder.js';
import { keptJournal } from './keptJournal.js';

const MODELS = ['zoo-rn-8', 'zoo-vit-64'];
const TASKS = ['weather', 'objects'];

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'cliplab cache '));
  vi.stubEnv('CLIPLAB_CACHE', cache);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

describe('the scaling experiment', () => {
  it('has each model’s error on each task in its own metric, and what the model costs', async () => {
    const rows = (await scalingExperiment({ models: MODELS, tasks: TASKS })).objects() as ScalingMeasurement[];
    expect(rows.map(({ model, task }) => [model, task])).toEqual(MODELS.flatMap((m) => TASKS.map((t) => [m, t])));
    expect(rows.map(({ family }) => family)).toEqual(['ResNet', 'ResNet', 'ViT', 'ViT']);
    for (const name of MODELS) {
      const loaded = await loadModel(name);
      const { config } = loaded.model;
      const last = (await readTrainingLog(name)).at(-1)!;
      for (const task of TASKS) {
        const dataset = await loadDataset(task, { splits: ['test'] });
        const evaluated = await evaluateTask(loaded, dataset, { random: createRandom(1), methods: ['zero-shot'] });
        const { metric, value } = evaluated.rows[0]!;
        const row = rows.find((one) => one.model === name && one.task === task)!;
        expect(row).toMatchObject({ metric, value, error: 1 - value, shots: 0, method: 'zero-shot' });
        expect(row.testSha256).toBe(dataset.contents.test.sha256);
        expect(row.gflops).toBe(imageMultiplyAdds(config) / 1e9);
        expect(row.trainingTeraflops).toBe((trainingMultiplyAdds(config) * last.pairsSeen) / 1e12);
        expect(row.nameAccuracy).toBe(last.validationTop1);
      }
      loaded.model.dispose();
    }
  });

  it('takes families as they are named, and measures what a journal holds no second time', async () => {
    const journal = keptJournal();
    const families = { small: ['zoo-rn-8'], large: ['zoo-vit-64'] };
    const first = await scalingExperiment({ families, tasks: ['weather'], journal });
    expect(first.array('family')).toEqual(['small', 'large']);
    expect(journal.measured).toHaveLength(2);
    const again = await scalingExperiment({ families, tasks: TASKS, journal });
    expect(journal.measured).toHaveLength(4);
    expect(again.filter((d: { task: string }) => d.task === 'weather').objects()).toEqual(first.objects());
  });

  it('knows no training of a model without its log', async () => {
    const folder = join(cache, 'another');
    await cp(modelFolder('zoo-rn-8'), folder, { recursive: true });
    await rm(join(folder, 'train-log.csv'));
    const table = await scalingExperiment({ models: [folder], tasks: ['weather'] });
    expect(table.object()).toMatchObject({ trainingTeraflops: null, nameAccuracy: null, family: 'ResNet' });
  });
});

it('a line is fitted through each family’s own models', async () => {
  const exact = [1, 2, 4].map((gflops) => ({ family: 'exact', gflops, error: 0.5 * gflops ** -0.25 }));
  const level = [3, 1, 9].map((gflops) => ({ family: '__proto__', gflops, error: 0.2 }));
  const laws = await scalingLaws([exact[0]!, level[0]!, ...exact.slice(1), ...level.slice(1)]);
  expect(Object.keys(laws)).toEqual(['exact', '__proto__']);
  expect(laws['exact']!.exponent).toBeCloseTo(-0.25, 12);
  expect(laws['exact']!.factor).toBeCloseTo(0.5, 12);
  const [, law] = Object.entries(laws)[1]!;
  expect(law.exponent).toBeCloseTo(0, 12);
  const rough = exact.map((point, k) => ({ ...point, error: point.error + 0.01 * k }));
  const alone = await fitPowerLaw(rough.map(({ gflops, error }) => ({ x: gflops, y: error })));
  expect((await scalingLaws(rough))['exact']!.interval).toEqual(alone.interval);
});
