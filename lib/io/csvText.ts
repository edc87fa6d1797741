import { table } from 'arquero';

/**
 * A tidy table as CSV (RFC 4180, but lines end in \n).
 * @param columns in this order; by default those of the rows, in order of first appearance
 */
export function csvText(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[] = [...new Set(rows.flatMap((row) => Object.keys(row)))],
): string {
  return table(columns.map((column): [string, unknown[]] => [column, rows.map((row) => row[column])])).toCSV();
}
