import { escape, type ColumnTable } from 'arquero';
import { percent } from './numbers.js';

/**
 * A table to read: some of its columns, shares of 0..1, as percent; null where there is none as a dash.
 * @example
 * const scores = await zeroShotExperiment({ tasks: ['flags', 'digits'] });
 * show(percents(scores.select('task', 'value'), 'value'));
 */
export function percents(table: ColumnTable, ...columns: readonly string[]): ColumnTable {
  const shown = (column: string): [string, object] => [
    column,
    escape((row: Record<string, number | null>) => (typeof row[column] === 'number' ? percent(row[column]) : '–')),
  ];
  return table.derive(Object.fromEntries(columns.map(shown)));
}
