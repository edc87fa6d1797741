import type { ColumnTable } from 'arquero';
import type { TidyRow } from './figure.js';

/** A tidy table: an arquero table, or rows as plain objects. */
export type Tidy<Row> = ColumnTable | Iterable<Row>;

/**
 * The rows of a tidy table.
 * @param columns every column the figure needs.
 * @throws TypeError naming a column that is missing.
 */
export function tidyRows<Row extends TidyRow>(
  figure: string,
  table: Tidy<Row>,
  columns: readonly (keyof Row & string)[],
): Row[] {
  const rows = [...(table as Iterable<Row>)].map((row) => ({ ...row }));
  for (const [index, row] of rows.entries()) {
    const missing = columns.filter((column) => row[column] === undefined);
    if (missing.length > 0) {
      throw new TypeError(`${figure}: row ${index} has no ${missing.join(', ')}; found ${Object.keys(row).join(', ')}`);
    }
  }
  return rows;
}
