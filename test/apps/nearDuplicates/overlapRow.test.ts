import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { overlapRow } from '../../../lib/apps/nearDuplicates/overlapRow.js';

interface Counts {
  readonly correct: number;
  readonly n: number;
}
interface Golden {
  readonly overlap: Counts;
  readonly clean: Counts;
  readonly accuracy_all_minus_clean: number;
  readonly accuracy_overlap_minus_clean: number;
  readonly p_one_sided_greater_null_is_clean_accuracy: number;
  readonly clopper_pearson_99_5_of_overlap: readonly [number, number];
}

const { overlap_analysis: goldens } = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics/binomial.json', import.meta.url), 'utf8'),
) as { overlap_analysis: Golden[] };

const answers = ({ correct, n }: Counts): boolean[] => Array.from({ length: n }, (_, k) => k < correct);

it.each(goldens)('agrees with scipy on $overlap.correct of $overlap.n', async (golden) => {
  const { overlap, clean } = golden;
  const correct = [...answers(clean), ...answers(overlap)];
  const row = await overlapRow(
    'a task',
    correct,
    correct.map((_, k) => k >= clean.n),
  );
  expect(row.overlapping).toBe(overlap.n);
  expect(row.share).toBeCloseTo(overlap.n / (overlap.n + clean.n), 12);
  expect(row.allMinusClean).toBeCloseTo(golden.accuracy_all_minus_clean, 12);
  expect(row.overlapMinusClean).toBeCloseTo(golden.accuracy_overlap_minus_clean, 12);
  const [low, high] = golden.clopper_pearson_99_5_of_overlap;
  expect(row.low! + row.clean!).toBeCloseTo(low, 8);
  expect(row.high! + row.clean!).toBeCloseTo(high, 8);
  const p = golden.p_one_sided_greater_null_is_clean_accuracy;
  expect(row.p! / p).toBeCloseTo(1, 7);
});

it('without overlap, or without clean images, there is nothing to compare', async () => {
  expect(await overlapRow('t', [true, false], [false, false])).toMatchObject({
    all: 0.5,
    clean: 0.5,
    overlap: null,
    p: null,
    allMinusClean: 0,
  });
  expect(await overlapRow('t', [true, false], [true, true])).toMatchObject({
    overlap: 0.5,
    clean: null,
    p: null,
    allMinusClean: null,
  });
});

it('wants an answer an image', async () => {
  await expect(overlapRow('t', [true], [])).rejects.toThrow('1 answers for 0 images');
  await expect(overlapRow('t', [], [])).rejects.toThrow('0 answers for 0 images');
});
