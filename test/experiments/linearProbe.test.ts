import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { openJournal, type Journal } from '../../lib/experiments/journal.js';
import { linearProbeExperiment, type ProbeMeasurement } from '../../lib/experiments/linearProbe.js';
import { imageMultiplyAdds } from '../../lib/models/multiplyAdds.js';
import { loadModel } from '../../lib/weights/loadModel.js';

const rowsOf = async (options: Parameters<typeof linearProbeExperiment>[0]): Promise<ProbeMeasurement[]> =>
  (await linearProbeExperiment(options)).objects() as ProbeMeasurement[];
const MODELS = ['lab-contrastive', 'lab-supervised', 'lab-contrastive'];
const TASKS = ['weather', 'hands', 'weather'];

let folder: string;
let rows: ProbeMeasurement[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab cache '));
  vi.stubEnv('CLIPLAB_CACHE', folder);
  rows = await rowsOf({ models: MODELS, tasks: TASKS });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const tests = () => rows.filter(({ method }) => method !== 'search');

describe('the linear probe experiment', () => {
  it('probes each model and task once, the first CLIP on both sides of the projection, and classifies out of words beside it', () => {
    expect(tests().map(({ model, features, task, method }) => [model, features, task, method].join(' '))).toEqual([
      'lab-contrastive behind weather zero-shot',
      'lab-contrastive before weather linear probe',
      'lab-contrastive behind hands zero-shot',
      'lab-contrastive before hands linear probe',
      'lab-contrastive behind weather linear probe',
      'lab-contrastive behind hands linear probe',
      'lab-supervised before weather linear probe',
      'lab-supervised before hands linear probe',
    ]);
  });

  it('measures what evaluateTask does, with every fit of the search', async () => {
    const loaded = await loadModel('lab-contrastive');
    for (const [task, projected] of [
      ['weather', false],
      ['hands', true],
    ] as const) {
      const dataset = await loadDataset(task);
      const random = createRandom(2021).fork(task);
      // As on the other side, where there is no zero-shot to draw numbers first.
      const methods = projected ? (['linear probe'] as const) : (['zero-shot', 'linear probe'] as const);
      const evaluation = await evaluateTask(loaded, dataset, { random, projected, methods });
      const { search } = evaluation.selected!;
      const features = projected ? 'behind' : 'before';
      const own = rows.filter((row) => row.model === 'lab-contrastive' && row.task === task);
      const [probe] = own.filter((row) => row.method === 'linear probe' && row.features === features);
      const wanted = evaluation.rows.find((row) => row.method === 'linear probe')!;
      for (const column of ['value', 'low', 'high', 'n', 'chance', 'metric'] as const)
        expect(probe![column], column).toBe(wanted[column]);
      expect(10 ** probe!.log10C!).toBe(search.C);
      const fits = own.filter((row) => row.method === 'search' && row.features === features);
      expect(
        fits.map(({ log10C, spacingDecades, value: score, iterations, gaveUp }) => ({
          ...{ log10C, spacingDecades, score, iterations, gaveUp },
        })),
      ).toEqual(search.trace);
      expect(fits.map(({ n }) => n)).toEqual(fits.map(() => dataset.contents.validation.images));
      expect(probe).toMatchObject({
        ...{ title: dataset.title, classes: dataset.classNames.length, seed: 2021, shots: null },
        ...{ objective: 'contrastive', kind: 'ResNet', family: 'lab-contrastive' },
        ...{ testSha256: dataset.contents.test.sha256, spacingDecades: null, iterations: null, gaveUp: null },
        gflopsPerImage: imageMultiplyAdds(loaded.model.config) * 1e-9,
      });
    }
    loaded.model.dispose();
    const [words] = rows.filter(({ method }) => method === 'zero-shot');
    expect(words).toMatchObject({ shots: 0, log10C: null, features: 'behind' });
    expect(rows.at(-1)).toMatchObject({ objective: 'supervised', family: 'supervised', kind: 'ResNet' });
  });

  it('tasks of more classes are for the first model, on the side asked for', async () => {
    const { classes } = rows.find(({ task }) => task === 'weather')!;
    const most = { models: MODELS, tasks: ['weather', 'hands'], projected: true, mostClasses: classes, bothSides: [] };
    const own = (await rowsOf(most)).filter(({ method }) => method === 'linear probe');
    expect(own.map(({ model, task, features }) => [model, task, features].join(' '))).toEqual([
      'lab-contrastive weather behind',
      'lab-contrastive hands behind',
      'lab-supervised weather behind',
    ]);
    const before = rows.filter((row) => row.features === 'behind' && row.method === 'linear probe');
    expect(own.slice(0, 2).map(({ value }) => value)).toEqual(before.map(({ value }) => value));
  });

  it('stopped, it goes on where it was', async () => {
    const options = { models: ['lab-contrastive'], tasks: ['weather', 'hands'], bothSides: [] };
    let parts = 0;
    const stopping = async (after: number): Promise<Journal> => {
      const journal = await openJournal('linear-probe', options);
      return {
        ...journal,
        rowsOf: (part, compute) =>
          journal.rowsOf(part, () => {
            if (parts === after) throw new Error('stopped');
            parts++;
            return compute();
          }),
      };
    };
    await expect(rowsOf({ ...options, journal: await stopping(1) })).rejects.toThrow('stopped');
    const whole = await rowsOf({ ...options, journal: await stopping(2) });
    expect(parts).toBe(2); // the first part was not measured again
    expect(whole).toEqual(await rowsOf(options));
  });

  it('refuses what is not there, in a sentence', async () => {
    await expect(rowsOf({ models: ['lab-alchemy'], tasks: ['weather'] })).rejects.toThrow(
      'there is no model lab-alchemy',
    );
    await expect(rowsOf({ models: ['lab-contrastive'], tasks: ['nothing'] })).rejects.toThrow('nothing');
    await expect(rowsOf({ mostClasses: 1.5 })).rejects.toThrow('the most classes of a task');
    expect(findExperiment('linear-probe').run).toBe(linearProbeExperiment);
  });
});
