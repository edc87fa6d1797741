import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawShots } from '../../lib/datasets/draws/drawShots.js';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { embedDataset } from '../../lib/eval/embeddings/embedDataset.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import { selectRows } from '../../lib/eval/matrix.js';
import { metricValue } from '../../lib/eval/metrics/resultRows.js';
import { linearLogits, linearProbe } from '../../lib/eval/probe/linearProbe.js';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { fewShotExperiment, type FewShotMeasurement } from '../../lib/experiments/fewShot.js';
import { openJournal } from '../../lib/experiments/journal.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { loadModel } from '../../lib/weights/loadModel.js';

setProgressSink(() => undefined);
const ASKED = { models: ['mini-rn', 'lab-simclr'], tasks: ['weather', 'clocks'], shots: [1, 4], seeds: [1, 2] };
const FOLDER = await mkdtemp(join(tmpdir(), 'cliplab few-shot '));
const DRAWS = join(FOLDER, 'draws');

let rows: FewShotMeasurement[];
let tensors: number;
beforeAll(async () => {
  vi.stubEnv('CLIPLAB_CACHE', FOLDER);
  await fewShotExperiment({ ...ASKED, tasks: ['clocks'], seeds: [1] }); // what is kept between models is made
  const before = tf.memory().numTensors;
  rows = (await fewShotExperiment({ ...ASKED, draws: DRAWS })).objects() as FewShotMeasurement[];
  tensors = tf.memory().numTensors - before;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(FOLDER, { recursive: true });
});

describe('the few-shot experiment', () => {
  it('has a row a task, model, method, shots and seed, as far as the images of a task go', () => {
    const keys = rows.map(({ task, model, method, shots, seed }) => [task, model, method, shots, seed].join());
    const ofTask = (task: string, model: string, shots: number[]): string[] => {
      const probes = model === 'mini-rn' ? ['linear probe', 'probe from zero-shot'] : ['linear probe'];
      return [
        ...(model === 'mini-rn' ? [`${task},${model},zero-shot,0,`] : []),
        ...probes.flatMap((method) => [
          ...shots.flatMap((k) => ASKED.seeds.map((seed) => [task, model, method, k, seed].join())),
          `${task},${model},${method},,`,
        ]),
      ];
    };
    const wanted = ASKED.models.flatMap((model) => [
      ...ofTask('weather', model, [1, 4]),
      ...ofTask('clocks', model, [1]), // which has two images a class
    ]);
    expect(keys).toEqual(wanted);
    expect(tensors).toBe(0);
  });

  it('has the columns of a measurement', async () => {
    const { contents, title } = await loadDataset('clocks');
    const own = rows.filter(({ task, model }) => task === 'clocks' && model === 'lab-simclr');
    for (const row of own)
      expect(row).toMatchObject({
        ...{ title, metric: 'mean per class', n: 48, chance: 1 / 24, testSha256: contents.test.sha256 },
        ...{ low: null, high: null, objective: 'simclr', projected: false, classes: 24, leastPerClass: 2 },
      });
    expect(own.map(({ imagesPerClass, shots }) => [imagesPerClass, shots])).toEqual([
      [1, 1],
      [1, 1],
      [2, null],
    ]);
    expect(rows.find(({ task }) => task === 'weather')).toMatchObject({ metric: 'accuracy', projected: true });
    const labels = rows.filter(({ model, seed }) => model === 'mini-rn' && seed !== 2).map(({ label }) => label);
    expect([...new Set(labels)]).toEqual([
      ...['zero-shot', '1 shot', '4 shots', 'all images'],
      ...['1 shot, from zero-shot', '4 shots, from zero-shot', 'all images, from zero-shot'],
    ]);
  });

  it('scores as a probe that is fitted by itself on the images of the draw, and as zero-shot by itself', async () => {
    for (const [name, projected] of [
      ['mini-rn', true],
      ['lab-simclr', false],
    ] as const) {
      const loaded = await loadModel(name);
      const dataset = await loadDataset('weather');
      const { positions, sha256 } = drawShots(dataset, 4, 2);
      const embedded = await embedDataset(loaded.model, dataset, { projected });
      const row = rows.find((one) => one.draw === sha256 && one.model === name && one.method === 'linear probe')!;
      const labels = Int32Array.from(positions, (k) => embedded.train.labels[k]!);
      const probe = linearProbe(selectRows(embedded.train.features, positions), labels, 12, { C: row.C! });
      const test = embedded.test.open();
      expect(row.value).toBe(metricValue('accuracy', linearLogits(probe, test.features), test.labels));
      if (projected) {
        const options = { random: createRandom(1), methods: ['zero-shot'] } as const;
        const alone = await evaluateTask(loaded, await loadDataset('weather'), options);
        expect(rows.find(({ method, task }) => method === 'zero-shot' && task === 'weather')).toMatchObject({
          ...{ model: name, value: alone.rows[0]!.value, chance: alone.rows[0]!.chance, n: alone.rows[0]!.n },
        });
      }
      loaded.model.dispose();
    }
  });

  it('writes each draw, which all models share', async () => {
    expect((await readdir(DRAWS)).sort()).toEqual(['clocks', 'weather']);
    const file = JSON.parse(await readFile(join(DRAWS, 'weather', '4-shots-seed-2.json'), 'utf8')) as {
      sha256: string;
    };
    const same = rows.filter(({ draw }) => draw === file.sha256);
    expect(same.map(({ model, method }) => [model, method])).toEqual([
      ['mini-rn', 'linear probe'],
      ['mini-rn', 'probe from zero-shot'],
      ['lab-simclr', 'linear probe'],
    ]);
    expect(new Set(same.map(({ task, shots, seed }) => [task, shots, seed].join()))).toEqual(new Set(['weather,4,2']));
  });

  it('goes on from its journal, and measures again what other draws would change', async () => {
    const asked = { models: ['mini-rn'], tasks: ['clocks'], shots: [1] };
    const measured: string[] = [];
    const run = async (seeds: readonly number[]) => {
      const journal = await openJournal('few-shot', asked);
      const table = await fewShotExperiment({
        ...{ ...asked, seeds },
        journal: {
          rowsOf: (part, compute) => journal.rowsOf(part, () => (measured.push(part), compute())),
          finish: () => journal.finish(),
        },
      });
      return table.objects();
    };
    const once = await run([1]);
    expect(await run([1])).toEqual(once);
    expect(measured.length).toBe(1);
    await run([2]);
    expect(measured.length).toBe(2);
  });

  it('leaves out tasks of more classes than asked for, and those of the suite that cannot be measured', async () => {
    const few = await fewShotExperiment({ ...ASKED, seeds: [1], shots: [1], mostClasses: 12 });
    expect([...new Set(few.array('task'))]).toEqual(['weather']);
    const suite = await fewShotExperiment({ seeds: [1], shots: [16], mostClasses: 2 });
    expect([...new Set(suite.array('task'))]).toEqual(['captioned-pictures', 'rendered-words']);
    await expect(fewShotExperiment({ tasks: ['scenes'] })).rejects.toThrow('scenes has several labels an image');
    await expect(fewShotExperiment({ tasks: ['clocks'], shots: [4, 8] })).rejects.toThrow(
      'clocks has a class of 2 training images, fewer than 4: ask for fewer shots, or leave clocks out.',
    );
  });

  it('is what the shell runs', () => {
    expect(findExperiment('few-shot')).toMatchObject({
      run: fewShotExperiment,
      heeds: ['models', 'tasks', 'shots', 'seeds'],
    });
  });
});
