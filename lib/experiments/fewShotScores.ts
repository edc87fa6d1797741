import type { ColumnTable } from 'arquero';
import { UserError } from '../io/userError.js';
import type { FewShotMeasurement } from './fewShot.js';

const COLUMNS = ['task', 'title', 'model', 'method', 'shots', 'imagesPerClass', 'value'];

/** The rows of a few-shot experiment's table. @throws UserError where it is no such table */
export function fewShotScores(table: ColumnTable): FewShotMeasurement[] {
  const columns = typeof table?.columnNames === 'function' ? table.columnNames() : [];
  const missing = COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new UserError(`the table of scores has no ${missing.join(', ')}: hand over that of fewShotExperiment.`);
  return [...table] as unknown as FewShotMeasurement[];
}
