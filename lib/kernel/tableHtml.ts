import type { ColumnTable } from 'arquero';
import { inspectSafely } from './inspectSafely.js';
import { plain } from '../figures/charts/wrapText.js';

const MAX_ROWS = 50;

/** arquero's own check is on the class, which differs between two copies of the package; the shape does not. */
export const isTable = (value: unknown): value is ColumnTable =>
  typeof value === 'object' &&
  value !== null &&
  ['columnNames', 'numRows', 'toHTML', 'objects'].every(
    (name) => typeof (value as Record<string, unknown>)[name] === 'function',
  );

/** What no text is made of in the ways of tables: symbols, and objects whose own way to become one fails. */
function isStrange(value: unknown): boolean {
  try {
    const text = String(value as string);
    const json = typeof value === 'object' && value !== null ? JSON.stringify(value) : text;
    return typeof value === 'symbol' || typeof json !== 'string';
  } catch {
    return true;
  }
}

const textOfCell = (value: unknown): string =>
  isStrange(value) ? inspectSafely(value).replaceAll('\n', ' ') : String((value ?? '') as string | number | boolean);

const cellsOf = (table: ColumnTable, name: string): unknown[] => [...(table.array(name) as Iterable<unknown>)];

const caption = (table: ColumnTable): string =>
  table.numRows() > MAX_ROWS ? `The first ${MAX_ROWS} of ${table.numRows()} rows.` : '';

/** An arquero table as HTML, at most 50 rows. */
export function tableHtml(table: ColumnTable): string {
  const more = caption(table);
  // arquero escapes what is in cells, but not the names above them.
  const marked = table.columnNames().filter((name) => plain(name) !== name);
  const shown = marked.length > 0 ? table.rename(Object.fromEntries(marked.map((name) => [name, plain(name)]))) : table;
  const first = shown.slice(0, MAX_ROWS);
  const strange = shown.columnNames().filter((name) => cellsOf(first, name).some(isStrange));
  const format = Object.fromEntries(strange.map((name) => [name, textOfCell]));
  return shown.toHTML({ limit: MAX_ROWS, format }) + (more ? `<p>${more}</p>` : '');
}

/** The same as aligned text, for a terminal and for front ends without HTML. */
export function tableText(table: ColumnTable): string {
  const names = table.columnNames();
  const first = table.slice(0, MAX_ROWS);
  // By columns, as a row that is an object has no place for one called "__proto__".
  const columns = names.map((name) => cellsOf(first, name));
  const rows = Array.from({ length: first.numRows() }, (_, row) => columns.map((column) => column[row]));
  const cell = (value: unknown): string =>
    typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : textOfCell(value);
  const lines = [names, ...rows.map((row) => row.map(cell))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const numeric = columns.map((column) => column.length > 0 && column.every((value) => typeof value === 'number'));
  const text = lines.map((line) =>
    line
      .map((value, column) =>
        numeric[column] ? value.padStart(widths[column] ?? 0) : value.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...text, ...(caption(table) ? [caption(table)] : [])].join('\n');
}
