import { mean, rollups } from 'd3-array';
import { describe, expect, it } from 'vitest';
import { sealSplit } from '../../../lib/datasets/sealedSplit.js';
import { createRandom, type Random } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { fewShot, type FewShotFeatures, type ShotDraw } from '../../../lib/eval/fewShot/fewShot.js';
import type { LabeledFeatures } from '../../../lib/eval/probe/labeledFeatures.js';
import { linearLogits, linearProbe } from '../../../lib/eval/probe/linearProbe.js';
import { normalizeRows, selectRows } from '../../../lib/eval/matrix.js';
import { meanPerClassAccuracy } from '../../../lib/eval/metrics/meanPerClassAccuracy.js';
import { searchC } from '../../../lib/eval/probe/searchC.js';
import { predictions } from '../../../lib/eval/metrics/topKAccuracy.js';
import { setProgressSink, type ProgressState } from '../../../lib/io/progress.js';
import { UserError } from '../../../lib/io/userError.js';

const [K, D] = [6, 24];
setProgressSink(() => undefined);

/** Classes as directions under noise; words that point nearly the same ways. */
function drawTask(random: Random): FewShotFeatures {
  const centers = Float32Array.from({ length: K * D }, () => random.normal());
  const split = (N: number): LabeledFeatures => {
    const labels = Int32Array.from({ length: N }, (_, n) => n % K);
    const data = Float32Array.from(
      { length: N * D },
      (_, i) => centers[labels[Math.floor(i / D)]! * D + (i % D)]! + 1.6 * random.normal(),
    );
    return { features: { data, rows: N, columns: D }, labels };
  };
  const words = { data: centers.map((value) => value + 0.5 * random.normal()), rows: K, columns: D };
  return {
    name: 'drawn',
    train: split(120),
    validation: split(60),
    test: sealSplit('the test split', split(600)),
    zeroShot: { classifier: normalizeRows(words), logitScale: 10 },
  };
}

/** The first `shots` rows of each class from a random place on; rows are class after class. */
function drawShots(random: Random, shots: number, seed: number): ShotDraw {
  const from = random.int(20 - shots);
  return { shots, seed, indices: Array.from({ length: shots * K }, (_, k) => from * K + k) };
}

const random = createRandom(3);
const draws = [1, 2, 4].flatMap((shots) => [1, 2, 3, 4].map((seed) => drawShots(random, shots, seed)));
const options = { task: 'directions', classCount: K };

describe('fewShot', () => {
  it('has a row for zero-shot, every draw and all samples, and opens the test split once', async () => {
    const task = drawTask(createRandom(1));
    const rows = await fewShot(task, draws, options);
    const counts = new Map<string, number>();
    for (const { method, shots } of rows) counts.set(`${method} ${shots}`, (counts.get(`${method} ${shots}`) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      'zero-shot 0': 1,
      ...Object.fromEntries(
        ['linear probe', 'probe from zero-shot'].flatMap((method) =>
          [1, 2, 4, 20].map((shots) => [`${method} ${shots}`, shots === 20 ? 1 : 4]),
        ),
      ),
    });
    expect(rows.filter(({ full }) => full).map(({ shots }) => shots)).toEqual([20, 20]);
    for (const row of rows) expect(row).toMatchObject({ task: 'directions', features: 'drawn', n: 600, classes: K });
    expect(() => task.test.open()).toThrow('was opened before');
  });

  it('scores each as a probe fitted by itself does, in the metric asked for', async () => {
    const task = drawTask(createRandom(1));
    const test = drawTask(createRandom(1)).test.open();
    const rows = await fewShot(task, draws, { ...options, metric: 'meanPerClass' });
    for (const draw of draws.slice(3, 6)) {
      const row = rows.find((r) => r.method === 'linear probe' && r.shots === draw.shots && r.seed === draw.seed)!;
      const features = selectRows(task.train.features, draw.indices);
      const labels = Array.from(draw.indices, (n) => task.train.labels[n]!);
      const probe = linearProbe(features, labels, K, { C: row.C! });
      const predicted = predictions(linearLogits(probe, test.features));
      expect(row.value).toBeCloseTo(meanPerClassAccuracy(predicted, test.labels), 12);
    }
    // One C for all draws of a number of shots.
    for (const shots of [1, 2, 4]) {
      const own = rows.filter((row) => row.method === 'linear probe' && row.shots === shots);
      expect(new Set(own.map(({ C }) => C)).size).toBe(1);
    }
  });

  it('searches C for every number of shots on the first of its draws, and for all samples on all', async () => {
    const rows = await fewShot(drawTask(createRandom(1)), draws, options);
    const { train, validation } = drawTask(createRandom(1));
    const chosen = (indices: ArrayLike<number>): number =>
      searchC(
        { features: selectRows(train.features, indices), labels: Int32Array.from(indices, (n) => train.labels[n]!) },
        validation,
        K,
      ).C;
    const found = (shots: number) => rows.find((row) => row.method === 'linear probe' && row.shots === shots)!.C;
    expect(found(20)).toBe(chosen(train.labels.map((_, n) => n)));
    for (const shots of [1, 4]) expect(found(shots)).toBe(chosen(draws.find((draw) => draw.shots === shots)!.indices));
    expect(new Set([1, 4, 20].map(found)).size).toBeGreaterThan(1);
  });

  it('a probe from zero-shot sees unit features, however long they are', async () => {
    const task = drawTask(createRandom(1));
    const long = ({ features, labels }: LabeledFeatures): LabeledFeatures => ({
      // Longer by up to a hundred times, each by its own.
      features: { ...features, data: features.data.map((x, i) => x * 10 ** (Math.floor(i / D) % 3)) },
      labels,
    });
    const scaled = {
      ...task,
      train: long(task.train),
      validation: long(task.validation),
      test: sealSplit('the test split', long(drawTask(createRandom(1)).test.open())),
    };
    const [own, other] = [
      await fewShot(task, draws.slice(0, 4), options),
      await fewShot(scaled, draws.slice(0, 4), options),
    ];
    const scores = (rows: typeof own, method: string) =>
      rows.filter((row) => row.method === method).map(({ value }) => value);
    expect(scores(other, 'probe from zero-shot')).toEqual(scores(own, 'probe from zero-shot'));
    expect(scores(other, 'linear probe')).not.toEqual(scores(own, 'linear probe'));
  });

  it('shows the dip from zero-shot to one shot, and that starting from zero-shot has none', async () => {
    const rows = await fewShot(drawTask(createRandom(1)), draws, options);
    const curve = (method: string): number[] =>
      rollups(
        rows.filter((row) => row.method === method),
        (own) => mean(own, ({ value }) => value)!,
        ({ shots }) => shots,
      ).map(([, value]) => value);
    const [zeroShot] = curve('zero-shot');
    const plain = curve('linear probe');
    const anchored = curve('probe from zero-shot');
    expect(plain[0]).toBeLessThan(zeroShot! - 0.1);
    expect(anchored[0]).toBeGreaterThan(zeroShot! - 0.03);
    [0, 1].forEach((k) => expect(anchored[k]).toBeGreaterThan(plain[k]!));
  });

  it('without words has probes only, and leaves no tensor behind', async () => {
    const { name, train, validation, test } = drawTask(createRandom(2));
    const before = tf.memory().numTensors;
    const told: ProgressState[] = [];
    setProgressSink((state) => told.push(state), 0);
    const rows = await fewShot({ name, train, validation, test }, draws.slice(0, 2), options);
    setProgressSink(() => undefined);
    expect(told.at(-1)).toMatchObject({ label: 'few-shot directions, drawn', unit: 'probes', done: 3, total: 3 });
    expect(rows.map(({ method, seed }) => [method, seed])).toEqual([
      ['linear probe', 1],
      ['linear probe', 2],
      ['linear probe', null],
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  const [none, few] = [0, 6].map((rows): LabeledFeatures => {
    const data = Float32Array.from({ length: rows * D }, () => random.normal());
    return { features: { data, rows, columns: D }, labels: Int32Array.from({ length: rows }, (_, n) => n % 3) };
  });
  const small = { name: 'f', train: few!, validation: few! };
  const draw = { shots: 1, seed: 1, indices: [0, 1, 2] };
  const three = { task: 'T', classCount: 3 };
  const empty = (split: string): string => `the ${split} split is empty: give it at least one sample.`;
  const wrongDraw = (fault: string): string =>
    `The draw of 1 shots for T ${fault}, expected rows 0 to 5 of its training split: draw again for this task.`;
  it.each<[string, Partial<FewShotFeatures>, Partial<ShotDraw>, object, sentence: string]>([
    ['no training samples', { train: none! }, {}, {}, empty('training')],
    ['no validation samples', { validation: none! }, {}, {}, empty('validation')],
    ['no test samples', { test: sealSplit('test', none!) }, {}, {}, empty('test')],
    ['no shots', {}, { shots: 0 }, {}, 'The draw for T has 0 shots, expected 1 or more.'],
    ['an empty draw', {}, { indices: [] }, {}, wrongDraw('is empty')],
    ['a draw of a row that is not there', {}, { indices: [0, 6] }, {}, wrongDraw('names row 6')],
    ['a draw of a row below the first', {}, { indices: [0, -1] }, {}, wrongDraw('names row -1')],
    ['a draw of half a row', {}, { indices: [0, 0.5] }, {}, wrongDraw('names row 0.5')],
    [
      'labels beyond the classes',
      {},
      {},
      { classCount: 2 },
      'label 2 is 2, and there are 2 classes: classes are numbered 0 to 1.',
    ],
    [
      'a metric that is none',
      {},
      {},
      { metric: 'f1' },
      'the metric is "f1", expected one of accuracy, meanPerClass, meanTop1Top5, rocAuc, elevenPointMap.',
    ],
  ])('refuses %s in one sentence', async (_, set, change, own, sentence) => {
    const refused: unknown = await fewShot(
      { ...small, test: sealSplit('test', few!), ...set },
      [{ ...draw, ...change }],
      {
        ...three,
        ...own,
      },
    ).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as Error).message).toBe(sentence);
  });

  it('refuses a draw of another task before it opens the test split', async () => {
    const task = drawTask(createRandom(1));
    const draw = { shots: 1, seed: 1, indices: [0, 120] };
    await expect(fewShot(task, [draw], options)).rejects.toThrow('names row 120, expected rows 0 to 119');
    await expect(fewShot(task, [{ ...draw, indices: [] }], options)).rejects.toThrow('is empty');
    expect(task.test.open().labels.length).toBe(600);
  });
});
