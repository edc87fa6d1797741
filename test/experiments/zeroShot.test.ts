import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { evaluateTask } from '../../lib/eval/evaluateTask.js';
import type { ResultRow } from '../../lib/eval/metrics/resultRows.js';
import { EXPERIMENTS, findExperiment } from '../../lib/experiments/experiments.js';
import type { Journal } from '../../lib/experiments/journal.js';
import { zeroShotExperiment, type ZeroShotRow } from '../../lib/experiments/zeroShot.js';
import { loadModel } from '../../lib/weights/loadModel.js';

beforeAll(async () => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab zero-shot ')));
  return () => vi.unstubAllEnvs();
});

const MODEL = 'zoo-rn-8';
const rowsOf = async (options: Parameters<typeof zeroShotExperiment>[0]): Promise<ZeroShotRow[]> =>
  (await zeroShotExperiment(options)).objects() as ZeroShotRow[];
/** What both have, by names that both have. */
const numbers = (rows: readonly (ZeroShotRow | ResultRow)[]): unknown[] =>
  rows.map(({ method, metric, value, low, high, n, chance, classes }) =>
    [method, metric, value, low, high, n, chance, classes].join(' '),
  );

it('measures what evaluateTask measures, a row a task, method and metric, without leaking', async () => {
  const before = tf.memory().numTensors;
  const told: unknown[] = [];
  const tasks = ['clocks', 'objects']; // the one's intervals are drawn; the other has top-5 accuracy as well
  const rows = await rowsOf({ models: [MODEL], tasks, seed: 7, onRows: (some) => told.push(...numbers(some)) });
  expect(tf.memory().numTensors).toBe(before);
  const clip = await loadModel(MODEL);
  const expected: ResultRow[] = [];
  for (const task of tasks) {
    const random = createRandom(7).fork(task);
    expected.push(...(await evaluateTask(clip, await loadDataset(task), { random })).rows);
  }
  clip.model.dispose();
  expect(rows).toHaveLength(6);
  expect(numbers(rows)).toEqual(numbers(expected));
  expect(told).toEqual(numbers(rows));
  expect(rows[0]).toMatchObject({ task: 'clocks', title: expected[0]!.task, model: MODEL, shots: 0, seed: 7 });
  expect(rows.map(({ shots }) => shots)).toEqual([0, null, 0, 0, null, null]);
  expect(rows[2]!.testSha256).toBe((await loadDataset('objects')).contents.test.sha256);
  expect(Object.keys(rows[0]!).slice(0, 13).join()).toBe(
    'task,title,model,method,metric,shots,seed,value,low,high,n,chance,testSha256',
  );
});

it('fits the probe on the features of another model, as Figure 5 does', async () => {
  const options = { models: [MODEL], tasks: ['clocks'], seed: 7 };
  const rows = await rowsOf({ ...options, probed: 'lab-supervised', projected: false });
  expect(rows.map(({ model, method }) => [model, method])).toEqual([
    [MODEL, 'zero-shot'],
    ['lab-supervised', 'linear probe'],
  ]);
  const [clip, other] = [await loadModel(MODEL), await loadModel('lab-supervised')];
  const random = createRandom(7).fork('clocks');
  const words = await evaluateTask(clip, await loadDataset('clocks'), { random, methods: ['zero-shot'] });
  const probe = await evaluateTask(other, await loadDataset('clocks'), {
    random,
    methods: ['linear probe'],
    projected: false,
  });
  for (const { model } of [clip, other]) model.dispose();
  expect(numbers(rows)).toEqual(numbers([...words.rows, ...probe.rows]));
  // Of one method alone the other model is not needed, or the only one.
  expect(numbers(await rowsOf({ ...options, probed: 'lab-supervised', methods: ['zero-shot'] }))).toEqual(
    numbers(words.rows),
  );
  const alone = await rowsOf({ ...options, probed: 'lab-supervised', methods: ['linear probe'], projected: false });
  expect(alone.map(({ model, value }) => [model, value])).toEqual([['lab-supervised', rows[1]!.value]]);
});

it('says which of the paper’s datasets a task stands in for', async () => {
  const tasks = ['faces', 'distance', 'emoji-styles'];
  const rows = await rowsOf({ models: [MODEL], tasks, methods: ['zero-shot'] });
  const places = new Map(
    rows.map(({ task, standsIn, standsInTitle, paperDataset }) => [task, [standsIn, standsInTitle, paperDataset]]),
  );
  expect(Object.fromEntries(places)).toEqual({
    faces: ['FacialEmotionRecognition2013', 'FER2013', 'FacialEmotionRecognition2013'],
    distance: ['KITTI', 'KITTI Distance', 'KITTI'],
    'emoji-styles': ['ImageNet-R', 'ImageNet-R', null],
  });
});

it('measures no part again that the journal has, and none by what another model, task or seed measured', async () => {
  const kept = new Map<string, readonly object[]>();
  let finished = 0;
  const journal: Journal = {
    async rowsOf<Row extends object>(part: string, compute: () => Promise<readonly Row[]>) {
      if (!kept.has(part)) kept.set(part, await compute());
      return kept.get(part) as readonly Row[];
    },
    finish: () => Promise.resolve(void finished++),
  };
  const options = { models: [MODEL], tasks: ['clocks'], methods: ['zero-shot'], journal } as const;
  const rows = await rowsOf(options);
  for (const [part, some] of kept)
    kept.set(
      part,
      some.map((row) => ({ ...row, title: 'kept' })),
    );
  expect((await rowsOf(options)).map(({ title }) => title)).toEqual(rows.map(() => 'kept'));
  for (const change of [{ models: ['zoo-rn-16'] }, { tasks: ['weather'] }, { seed: 8 }]) {
    const others = await rowsOf({ ...options, ...change });
    expect(
      others.map(({ title }) => title),
      JSON.stringify(change),
    ).not.toContain('kept');
  }
  expect(finished).toBe(0); // left to who opened it
});

it('says what is not there', async () => {
  await expect(zeroShotExperiment({ models: ['no-such-model'], tasks: ['clocks'] })).rejects.toThrow(/no-such-model/);
  await expect(zeroShotExperiment({ models: [MODEL], tasks: ['clock'] })).rejects.toThrow('there is no dataset clock');
  const methods = ['few-shot'] as never;
  await expect(zeroShotExperiment({ models: [MODEL], tasks: ['clocks'], methods })).rejects.toThrow('the methods are');
});

it('is found by its name, as every experiment is', () => {
  for (const experiment of EXPERIMENTS) expect(findExperiment(experiment.name)).toBe(experiment);
  expect(new Set(EXPERIMENTS.map(({ name }) => name)).size).toBe(EXPERIMENTS.length);
  expect(findExperiment('zero-shot').run).toBe(zeroShotExperiment);
  expect(() => findExperiment('zeroshot')).toThrow('there is no experiment zeroshot: give one of dataset, ');
});
