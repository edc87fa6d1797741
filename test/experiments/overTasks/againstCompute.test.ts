import { from } from 'arquero';
import { expect, it } from 'vitest';
import {
  gainByCompute,
  leadAtEqualCompute,
  promptsAgainstCompute,
} from '../../../lib/experiments/overTasks/againstCompute.js';
import { singleTaskNoise } from '../../../lib/experiments/overTasks/singleTaskNoise.js';

const SIZES = { small: 1, middle: 2, large: 4 };
const TASKS = { easy: 0.8, hard: 0.3 };

/** What each size scores on each task. */
const rowsOf = (
  score: (base: number, doublings: number, task: string) => number,
  sizes: Record<string, number> = SIZES,
) =>
  Object.entries(sizes).flatMap(([model, gflopsPerImage]) =>
    Object.entries(TASKS).map(([task, base]) => {
      const value = score(base, Math.log2(gflopsPerImage), task);
      return { task, model, gflopsPerImage, gflops: gflopsPerImage, value };
    }),
  );

it('the gain by compute is what a doubling adds, without what makes tasks hard', () => {
  const { value, interval } = gainByCompute(from(rowsOf((base, doublings) => base + 0.05 * doublings)));
  expect(value).toBeCloseTo(0.05, 12);
  expect(interval!.low).toBeCloseTo(0.05, 12);
  const { interval: apart } = gainByCompute(
    from(rowsOf((base, doublings, task) => base + (task === 'easy' ? 0.1 : 0) * doublings)),
  );
  expect(apart!.low).toBeCloseTo(0, 12);
  expect(apart!.high).toBeCloseTo(0.1, 12);
  expect(() => gainByCompute(from(rowsOf((base) => base, { one: 1 })))).toThrow('a line needs two points or more');
});

it('the lead at equal compute is over the line between the sizes of the family, of models within it', () => {
  const family = from(rowsOf((base, doublings) => base + 0.05 * doublings));
  const others = from(rowsOf((base, doublings) => base + 0.05 * doublings + 0.02, { between: 3, outside: 9 }));
  const { value, interval } = leadAtEqualCompute(others, family)!;
  expect(value).toBeCloseTo(0.02 + 0.05 * Math.log2(3) - 0.05 * (1 + Math.log2(3 / 2)), 10);
  expect(interval!.high - interval!.low).toBeCloseTo(0, 10);
  expect(leadAtEqualCompute(from(rowsOf((base) => base, { outside: 9 })), family)).toBeUndefined();
});

it('prompts are set against two doublings of the label alone', () => {
  const alone = rowsOf((base, doublings) => base + 0.01 * doublings).map((row) => ({ ...row, method: 'label alone' }));
  const gains = alone.map((row) => ({ ...row, value: row.value + 0.05, method: 'prompts and ensembles' }));
  const { value, interval } = promptsAgainstCompute(from([...alone, ...gains]));
  expect(value).toBeCloseTo(0.03, 12);
  expect(interval!.low).toBeCloseTo(0.03, 12);
  expect(() => promptsAgainstCompute(from(alone.slice(0, 2)))).toThrow('two sizes of a family or more');
});

it('single tasks are as noisy as their distance from their own lines, over that of the average', () => {
  const zigzag = (task: string, doublings: number) => (task === 'easy' ? 1 : -1) * (doublings === 1 ? 1 : 0);
  const errors = (base: number, doublings: number) => (1 - base) * 2 ** (-0.1 * doublings);
  const noisy = rowsOf(
    (base, doublings, task) => 1 - errors(base, doublings) * Math.exp(0.1 * zigzag(task, doublings)),
  );
  const { value } = singleTaskNoise(from(noisy));
  expect(value).toBeGreaterThan(1.8); // up on one task, down on the other
  const smooth = rowsOf((base, doublings) => 1 - errors(base, doublings) * (doublings === 1 ? 1.1 : 1));
  expect(singleTaskNoise(from(smooth)).value).toBeCloseTo(1, 6); // the same on both
});
