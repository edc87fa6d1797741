import { from } from 'arquero';
import { describe, expect, it } from 'vitest';
import { dataEfficiency } from '../../lib/experiments/dataEfficiency.js';

const row = (task: string, method: string, shots: number | null, value: number, seed: number | null = 1) => ({
  ...{ task, title: task.toUpperCase(), model: 'f', method, shots, imagesPerClass: shots ?? 6.5, value, seed },
});

describe('dataEfficiency', () => {
  const rows = [
    row('a', 'zero-shot', 0, 0.5),
    ...[row('a', 'linear probe', 1, 0.3), row('a', 'linear probe', 1, 0.5, 2), row('a', 'linear probe', 4, 0.6)],
    ...[row('a', 'probe from zero-shot', 1, 0.9), row('b', 'linear probe', 1, 0.8)],
    ...[row('c', 'zero-shot', 0, 0.9), row('c', 'linear probe', 2, 0.3), row('c', 'linear probe', null, 0.1, null)],
  ];

  it('compares each task’s zero-shot with the mean curve of its own probes', () => {
    // Half way between 0.4 at one shot and 0.6 at four, in the logarithm of the shots.
    const [a, c, ...others] = dataEfficiency(from(rows)).objects() as { examplesPerClass: number; atLeast: number }[];
    expect(a).toMatchObject({ task: 'a', title: 'A', model: 'f', zeroShot: 0.5, tried: 4, worth: '2.0' });
    expect(a!.examplesPerClass).toBeCloseTo(2, 12);
    expect(a!.atLeast).toBe(a!.examplesPerClass);
    expect(others).toEqual([]);
    // The probe on all images is the last point of the curve.
    const never = {
      task: 'c',
      title: 'C',
      model: 'f',
      zeroShot: 0.9,
      examplesPerClass: null,
      tried: 6.5,
      atLeast: 6.5,
    };
    expect(c).toEqual({ ...never, worth: 'more than 6.5' });
  });

  it('keeps models apart', () => {
    const other = rows.map((own) => ({ ...own, model: 'g', value: 1 - own.value }));
    const worth = dataEfficiency(from([...rows, ...other]))
      .filter('d => d.task === "a"')
      .select('model', 'worth');
    expect(worth.objects()).toEqual([
      { model: 'f', worth: '2.0' },
      { model: 'g', worth: '1.0' }, // its curve falls, and has no smaller amount to offer
    ]);
  });

  it('refuses a table of something else, naming what it lacks', () => {
    expect(() => dataEfficiency(from([{ task: 'a', value: 1 }]))).toThrow(
      'the table of scores has no title, model, method, shots, imagesPerClass: hand over that of fewShotExperiment.',
    );
  });
});
