import type { ColumnTable } from 'arquero';

const MAX_ROWS = 50;

/** arquero's own check is on the class, which differs between two copies of the package; the shape does not. */
export const isTable = (value: unknown): value is ColumnTable =>
  typeof value === 'object' &&
  value !== null &&
  ['columnNames', 'numRows', 'toHTML', 'objects'].every(
    (name) => typeof (value as Record<string, unknown>)[name] === 'function',
  );

const caption = (table: ColumnTable): string =>
  table.numRows() > MAX_ROWS ? `The first ${MAX_ROWS} of ${table.numRows()} rows.` : '';

/** An arquero table as HTML, at most 50 rows. */
export function tableHtml(table: ColumnTable): string {
  const more = caption(table);
  return table.toHTML({ limit: MAX_ROWS }) + (more ? `<p>${more}</p>` : '');
}

/** The same as aligned text, for a terminal and for front ends without HTML. */
export function tableText(table: ColumnTable): string {
  const names = table.columnNames();
  const rows = table.objects({ limit: MAX_ROWS }) as Record<string, unknown>[];
  const cell = (value: unknown): string =>
    typeof value === 'number' && !Number.isInteger(value)
      ? value.toPrecision(4)
      : String((value ?? '') as string | number | boolean);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const numeric = names.map((name) => rows.length > 0 && rows.every((row) => typeof row[name] === 'number'));
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
