import { expect, it } from 'vitest';
import { publishedOverlap, publishedOverlapPoints } from '../../lib/datasets/publishedOverlap.js';

it('reads what the paper says of all datasets, and of one', async () => {
  const rows = await publishedOverlap();
  const value = (quantity: string, dataset: string | null = null): number | undefined =>
    rows.find((row) => row.quantity === quantity && row.dataset === dataset)?.value;
  expect(value('datasets_studied')).toBe(35);
  expect(value('median_overlap')).toBe(2.2);
  expect(value('overlap', 'Country211')).toBe(21.5);
});

it('reads the points of Figure 17, numbers as numbers', async () => {
  const points = await publishedOverlapPoints();
  expect(points.every(({ overlap_percent: x, accuracy_change_points: y }) => x > 0 && Math.abs(y) <= 0.7)).toBe(true);
  expect(points.filter(({ dataset }) => dataset === null).length).toBeLessThan(points.length);
});
