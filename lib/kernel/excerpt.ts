/** No line of code is shown longer, in characters; of one that is, the part around the mark. */
const MAX_WIDTH = 160;
/** What stands for what is left out. */
const CUT = '…';

/**
 * A line of code with its number, and a mark below a column.
 * @param number from 1. @param column from 0.
 */
export function excerpt(number: number, text: string, column: number): string[] {
  const from = text.length > MAX_WIDTH ? Math.max(0, Math.min(column, text.length) - MAX_WIDTH / 2) : 0;
  const part = text.slice(from, from + MAX_WIDTH);
  const before = from > 0 ? CUT : '';
  const after = from + MAX_WIDTH < text.length ? CUT : '';
  const gutter = `${number} | ${before}`;
  return [`    ${gutter}${part}${after}`, `    ${' '.repeat(gutter.length + column - from)}^`];
}
