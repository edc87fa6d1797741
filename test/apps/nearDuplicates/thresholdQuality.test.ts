import { expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import type { JudgedPair, ValidationRow } from '../../../lib/apps/nearDuplicates/detectorValidation.js';
import { chooseThreshold, thresholdQuality, thresholdRows } from '../../../lib/apps/nearDuplicates/thresholdQuality.js';

const row = (id: string, copy: number, other: number): ValidationRow => ({
  id,
  copy,
  altered: 0,
  other,
  nearest: `${id}'`,
});
const judge = (id: string, same: boolean): JudgedPair => ({ id, nearest: `${id}'`, same });

// Four pairs between 0.97 and 0.98, of which two were judged, one of them wrong; two above 0.99, one judged right.
const validation = [
  row('a', 0.5, 0.971),
  row('b', 0.95, 0.972),
  row('c', 0.96, 0.973),
  row('d', 0.98, 0.979),
  row('e', 0.99, 0.991),
  row('f', 1, 1),
  row('g', 1, 0.3),
];
const judged = [judge('a', true), judge('b', false), judge('e', true)];

it('lets the judged pairs stand for the others between the same edges', () => {
  expect(thresholdQuality(validation, judged, 0.97)).toEqual({
    threshold: 0.97,
    precision: (4 * 0.5 + 2) / 6,
    recall: 4 / 7,
  });
  expect(thresholdQuality(validation, judged, 0.98).precision).toBe(1);
  // Within a stretch only the pairs that the threshold finds count: d, e and f.
  expect(thresholdQuality(validation, judged, 0.975).precision).toBeCloseTo((0.5 + 2) / 3, 12);
});

it('says nothing of precision where nothing was judged, and ignores a judgment of another pair', () => {
  expect(thresholdQuality(validation, judged, 0.9)).toEqual({ threshold: 0.9, precision: null, recall: 6 / 7 });
  const stale = [{ id: 'e', nearest: 'another', same: false }];
  expect(thresholdQuality(validation, [...judged, ...stale], 0.99).precision).toBe(1);
});

it('chooses the lowest edge that is precise enough, or the highest', () => {
  expect(chooseThreshold(validation, judged, 0.9).threshold).toBe(0.98);
  expect(chooseThreshold(validation, judged, 0.6).threshold).toBe(0.94);
  expect(chooseThreshold(validation, [judge('a', false), judge('e', false)], 0.6).threshold).toBe(0.99);
});

it('says of every edge what it would find', () => {
  const altered = validation.map((one, k) => ({ ...one, altered: 0.94 + 0.01 * k }));
  const rows = thresholdRows(altered, judged);
  expect(rows.map(({ threshold }) => threshold)).toEqual([0.94, 0.96, 0.97, 0.98, 0.99]);
  expect(rows.map(({ found }) => found)).toEqual([6, 6, 6, 2, 2]);
  expect(rows.map(({ alteredRecall }) => alteredRecall)).toEqual([7, 5, 4, 3, 2].map((n) => n / 7));
  for (const row of rows) expect(row).toMatchObject(thresholdQuality(altered, judged, row.threshold));
  expect(() => thresholdRows([{ ...altered[0]!, altered: NaN }], judged)).toThrow(UserError);
});
