import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { rankedBars } from '../charts/rankedBars.js';
import { COLORS } from '../theme.js';
import { type Tidy, tidyRows } from '../tidyRows.js';

/** By how much one way of classifying does better than another on a task. */
export type DifferenceBar = {
  readonly task: string;
  /** Percentage points; above 0 where the first is better. */
  readonly points: number;
  readonly published?: boolean;
};

/** How `differenceFigure` draws. */
export interface DifferenceOptions extends FigureOptions {
  /** Default `zero-shot`. */
  readonly first?: string;
  /** Default `linear probe`. */
  readonly second?: string;
}

/**
 * A bar a task to the right where the first is better, to the left where the second is (Figures 5 and 11 of the paper).
 * @example
 * const rows = [
 *   { task: 'flags', points: 3.1 },
 *   { task: 'digits', points: -8.4 },
 * ];
 * show(differenceFigure(rows, { first: 'zero-shot', second: 'linear probe' }));
 */
export function differenceFigure(table: Tidy<DifferenceBar>, options: DifferenceOptions = {}): Figure {
  const { first = 'zero-shot', second = 'linear probe', name = 'difference' } = options;
  const rows = tidyRows(name, table, ['task', 'points']);
  const own = rows.filter((row) => row.published !== true);
  const wins = own.filter(({ points }) => points > 0).length;
  return drawable({
    kind: 'figure',
    name,
    caption:
      options.caption ?? `Score of ${first} minus that of ${second}: above on ${wins} of ${own.length} tasks here.`,
    ...rankedBars(
      rows.map(({ task, points, published }) => ({
        label: task,
        value: points,
        text: `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`,
        color: points > 0 ? COLORS.right : COLORS.supervised,
        published: published === true,
      })),
      { title: options.title, measure: `${first} minus ${second}, percentage points` },
    ),
    table: rows,
  });
}
