const field = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value as string | number | boolean);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A tidy table as CSV (RFC 4180, but lines end in \n); columns in order of first appearance. */
export function csvText(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns.map(field), ...rows.map((row) => columns.map((column) => field(row[column])))]
    .map((line) => line.join(',') + '\n')
    .join('');
}
