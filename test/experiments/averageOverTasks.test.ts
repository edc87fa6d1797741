import { from } from 'arquero';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { studentInterval } from '../../lib/eval/statistics/studentInterval.js';
import { amountToReach } from '../../lib/eval/statistics/amountToReach.js';
import { averageOverTasks, type TaskAverage } from '../../lib/experiments/averageOverTasks.js';
import { dataEfficiency } from '../../lib/experiments/dataEfficiency.js';

const random = createRandom(4);
const [TASKS, SEEDS, MODELS] = [
  ['a', 'b', 'c'],
  [1, 2, 3],
  ['m', 'n'],
];
const shotsOf = (task: string) => (task === 'c' ? [1, 2] : [1, 2, 4]);
const row = (task: string, model: string, method: string, shots: number | null, seed: number | null) => ({
  ...{ task, title: task.toUpperCase(), model, objective: 'contrastive', projected: true, method, shots, seed },
  ...{ imagesPerClass: shots ?? 9, value: random.next() },
});
const rows = TASKS.flatMap((task) =>
  MODELS.flatMap((model) => [
    row(task, model, 'zero-shot', 0, null),
    ...['linear probe', 'probe from zero-shot'].flatMap((method) => [
      ...shotsOf(task).flatMap((shots) => SEEDS.map((seed) => row(task, model, method, shots, seed))),
      row(task, model, method, null, null),
    ]),
  ]),
);
const find = async (table: Parameters<typeof averageOverTasks>[0], model: string, method: string, shots: number) =>
  ((await averageOverTasks(table)).objects() as TaskAverage[]).find(
    (one) => one.model === model && one.method === method && one.shots === shots,
  );
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('an average over tasks', () => {
  it('has the mean over tasks and draws, and an interval over the draws', async () => {
    const bySeed = SEEDS.map((seed) =>
      mean(
        rows
          .filter((own) => own.model === 'n' && own.method === 'linear probe' && own.shots === 2 && own.seed === seed)
          .map(({ value }) => value),
      ),
    );
    const { mean: value, low, high } = await studentInterval(bySeed);
    const average = await find(from(rows), 'n', 'linear probe', 2);
    expect(average).toMatchObject({ value, low, high, tasks: 3, series: 'n', title: 'A, B, C' });
    expect(high! - low!).toBeGreaterThan(0);
  });

  it('of zero-shot has no interval, and neither has that of one draw', async () => {
    const values = rows.filter((own) => own.model === 'm' && own.method === 'zero-shot').map(({ value }) => value);
    expect(await find(from(rows), 'm', 'zero-shot', 0)).toMatchObject({
      ...{ value: mean(values), low: null, high: null, series: 'm zero-shot' },
    });
    const first = from(rows).filter('d => d.seed === 1');
    expect(await find(first, 'm', 'probe from zero-shot', 1)).toMatchObject({
      ...{ low: null, high: null, series: 'm, from zero-shot' },
    });
  });

  it('is at each number of shots that all tasks have, of no probe on all images', async () => {
    const shots = (table: Parameters<typeof averageOverTasks>[0]) =>
      averageOverTasks(table).then((averages) => [...new Set(averages.array('shots') as number[])]);
    expect(await shots(from(rows))).toEqual([0, 1, 2]);
    expect(await shots(from(rows).filter('d => d.task !== "c"'))).toEqual([0, 1, 2, 4]);
  });

  it('of nothing has no rows, and all columns', async () => {
    const none = await averageOverTasks(from(rows).filter('d => d.task === "z"'));
    expect(none.numRows()).toBe(0);
    expect(none.columnNames().sort()).toEqual((await averageOverTasks(from(rows))).columnNames().sort());
    expect(dataEfficiency(none).columnNames()).toEqual(
      dataEfficiency(await averageOverTasks(from(rows))).columnNames(),
    );
  });

  it('has a worth in images as a task has', async () => {
    const averages = await averageOverTasks(from(rows).filter('d => d.model === "m"'));
    const [zeroShot, ...probes] = averages
      .filter('d => d.method !== "probe from zero-shot"')
      .array('value') as number[];
    const curve = [1, 2].map((amount, k) => ({ amount, value: probes[k]! }));
    expect(dataEfficiency(averages).objects()).toMatchObject([
      { title: 'A, B, C', model: 'm', zeroShot, examplesPerClass: amountToReach(curve, zeroShot!) ?? null, tried: 2 },
    ]);
  });
});
