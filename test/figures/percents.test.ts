import { table } from 'arquero';
import { expect, it } from 'vitest';
import { percents } from '../../lib/figures/percents.js';

it('some columns are shown as percent, the others and their order are kept', () => {
  const scores = table({ task: ['a', 'b'], value: [0.1234, null], n: [3, 4], low: [0, 1] });
  const shown = percents(scores, 'value', 'low');
  expect(shown.columnNames()).toEqual(['task', 'value', 'n', 'low']);
  expect(shown.objects()).toEqual([
    { task: 'a', value: '12.3 %', n: 3, low: '0.0 %' },
    { task: 'b', value: '–', n: 4, low: '100.0 %' },
  ]);
});
