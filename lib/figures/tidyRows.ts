import type { ColumnTable } from 'arquero';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { TidyRow } from './figure.js';

/** A tidy table: an arquero table, or rows as plain objects. */
export type Tidy<Row> = ColumnTable | Iterable<Row>;

/**
 * The rows of a tidy table.
 * @param columns every column the figure needs.
 * @param asTheyCome whether there may be no rows yet, and numbers that are not finite, such as the loss of a run that
 *   diverged.
 * @throws UserError naming a column that is missing or holds a number that is not finite, or where it is no table or
 *   has no rows.
 */
export function tidyRows<Row extends TidyRow>(
  figure: string,
  table: Tidy<Row>,
  columns: readonly (keyof Row & string)[],
  asTheyCome = false,
): Row[] {
  if (typeof table !== 'object' || typeof (table as Partial<Iterable<Row>> | null)?.[Symbol.iterator] !== 'function')
    throw new UserError(`${figure}: the table is ${told(table)}, expected a list of rows or an arquero table.`);
  const rows = [...(table as Iterable<Row>)].map((row) => ({ ...row }));
  for (const [index, row] of rows.entries()) {
    const wrong = Object.entries(row).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
    if (wrong && !asTheyCome)
      throw new UserError(
        `${figure}: ${wrong[0]} of row ${index} is ${wrong[1]}, expected a finite number; null where there is none.`,
      );
    const missing = columns.filter((column) => row[column] === undefined);
    if (missing.length > 0) {
      throw new UserError(
        `${figure}: row ${index} has no ${missing.join(', ')}; found ${Object.keys(row).join(', ')}: name the columns so.`,
      );
    }
  }
  if (rows.length === 0 && !asTheyCome)
    throw new UserError(`${figure}: there are no rows, and at least one is drawn: hand over what was measured.`);
  return rows;
}

/**
 * A row with those of some columns that it has, in their order: what a figure draws, and not what else its table holds.
 */
export function chosenColumns<Row extends TidyRow, Column extends keyof Row>(
  row: Row,
  columns: readonly Column[],
): Pick<Row, Column> {
  const own = columns.filter((column) => Object.hasOwn(row, column)).map((column) => [column, row[column]]);
  return Object.fromEntries(own) as Pick<Row, Column>;
}
