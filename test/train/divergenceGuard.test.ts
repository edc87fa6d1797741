import { expect, it } from 'vitest';
import { createDivergenceGuard } from '../../lib/train/divergenceGuard.js';

const LEVEL = Math.log(512);
/** The first step at which the guard complains, and of what. */
function complaint(losses: readonly number[], patience = 20): { step: number; wrong: string } | undefined {
  const guard = createDivergenceGuard(LEVEL, patience);
  for (const [step, loss] of losses.entries()) {
    const wrong = guard.observe(loss);
    if (wrong) return { step, wrong };
  }
  return undefined;
}
const falling = Array.from({ length: 300 }, (_, k) => 1 + (LEVEL - 1) * Math.exp(-k / 40));
const steady = (loss: number, steps: number): number[] => new Array<number>(steps).fill(loss);

it('lets a run that learns go on, however noisy, and one that has not begun to', () => {
  expect(complaint(falling.map((loss, k) => loss + 0.3 * Math.sin(3 * k)))).toBeUndefined();
  expect(complaint(steady(LEVEL + 0.2, 500))).toBeUndefined();
});

it('lets a spike heal', () => {
  expect(complaint([...falling, ...steady(LEVEL + 5, 15), ...steady(1.1, 100)])).toBeUndefined();
});

it('stops a loss that is no number at once, one that stays above knowing nothing, and a spike that stays', () => {
  expect(complaint([...falling, NaN])).toMatchObject({ step: 300, wrong: 'the loss is NaN' });
  expect(complaint([Infinity])?.step).toBe(0);
  expect(complaint(steady(LEVEL + 1, 50))).toMatchObject({
    step: 19,
    wrong: expect.stringContaining('knows nothing (6.24) for 20') as string,
  });
  expect(complaint([...falling, ...steady(LEVEL - 0.3, 50)])).toMatchObject({
    step: 319,
    wrong: expect.stringContaining('has not come back') as string,
  });
});

it('is worried by a spike that stays below the loss of knowing nothing', () => {
  const guard = createDivergenceGuard(LEVEL, 20);
  falling.forEach((loss) => guard.observe(loss));
  guard.observe(LEVEL - 0.3);
  expect(guard.worried()).toBe(true);
  guard.observe(1.1);
  expect(guard.worried()).toBe(false);
});

it('takes as a spike what gives back more than 0.6 of what was learned, once half a nat was', () => {
  /** Of a run that came from 2 down to `best` and stayed, whether a loss worries. */
  const worries = (best: number, loss: number): boolean => {
    const guard = createDivergenceGuard(2, 20);
    steady(best, 400).forEach((one) => guard.observe(one));
    expect(guard.worried()).toBe(false);
    guard.observe(loss);
    return guard.worried();
  };
  expect(worries(1, 1.55)).toBe(false);
  expect(worries(1, 1.65)).toBe(true);
  expect(worries(0.5, 1.35)).toBe(false);
  expect(worries(0.5, 1.45)).toBe(true);
  // Next to nothing learned: only what is above 2.5 worries, more than half a nat above knowing nothing.
  expect(worries(1.75, 2.4)).toBe(false);
  expect(worries(1.75, 2.5)).toBe(false);
  expect(worries(1.75, 2.6)).toBe(true);
});

it('smooths what it takes as the best: one lucky batch is not yet learning', () => {
  const guard = createDivergenceGuard(2, 20);
  steady(2, 50).forEach((loss) => guard.observe(loss));
  guard.observe(0.1);
  guard.observe(1.9);
  expect(guard.worried()).toBe(false);
});

it('is worried from the first bad loss until it has healed', () => {
  const guard = createDivergenceGuard(LEVEL, 20);
  falling.forEach((loss) => guard.observe(loss));
  expect(guard.worried()).toBe(false);
  guard.observe(LEVEL + 1);
  expect(guard.worried()).toBe(true);
  guard.observe(1);
  expect(guard.worried()).toBe(false);
});
