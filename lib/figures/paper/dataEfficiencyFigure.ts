import { UserError } from '../../io/userError.js';
import { median } from 'd3-array';
import { drawable } from '../drawable.js';
import type { Figure, FigureOptions } from '../figure.js';
import { rankedBars } from '../charts/rankedBars.js';
import { COLORS } from '../theme.js';
import { chosenColumns, type Tidy, tidyRows } from '../tidyRows.js';

/** How many labeled examples a class zero-shot is worth on one task. */
export type EfficiencyBar = {
  readonly task: string;
  /** What the task is called; default `task`. */
  readonly title?: string;
  /** `null` where the probe stays below zero-shot with all it was given. */
  readonly examplesPerClass: number | null;
  /** The most examples a class that were tried; needed where the number is `null`. */
  readonly tried?: number;
  readonly published?: boolean;
};

/** How `dataEfficiencyFigure` draws. */
export interface EfficiencyOptions extends FigureOptions {
  /** The paper's bars, which stand beside the others. */
  readonly published?: readonly Omit<EfficiencyBar, 'published'>[];
}

const number = (value: number): string => String(Number(value.toPrecision(value < 10 ? 2 : 3)));

/**
 * A bar a task on a logarithmic axis, most first (Figure 7 of the paper); hatched where more are needed than there
 * were. Takes a table of `dataEfficiency` as it is.
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], tasks: ['weather'], shots: [1, 2, 4] });
 * show(dataEfficiencyFigure(dataEfficiency(scores)));
 */
export function dataEfficiencyFigure(table: Tidy<EfficiencyBar>, options: EfficiencyOptions = {}): Figure {
  const name = options.name ?? 'data-efficiency';
  const paper = (options.published ?? []).map((bar): EfficiencyBar => ({ ...bar, published: true }));
  const rows = [...tidyRows(name, table, ['task', 'examplesPerClass']), ...paper].map(({ title, ...bar }) =>
    chosenColumns({ ...bar, task: title ?? bar.task }, ['task', 'examplesPerClass', 'tried', 'published']),
  );
  const bars = rows.map(({ task, examplesPerClass, tried, published }) => {
    const value = examplesPerClass ?? tried;
    if (value === undefined || !(value > 0)) {
      throw new UserError(`${name}: ${task} has neither examplesPerClass nor tried above 0: give one of them.`);
    }
    const bound = examplesPerClass === null;
    const text = bound ? `more than ${number(value)}` : number(value);
    return { label: task, value, text, bound, published: published === true };
  });
  const halves = [false, true].flatMap((published) => {
    const own = bars.filter((bar) => bar.published === published).map(({ value }) => value);
    return own.length > 0 ? [`${number(median(own)!)} ${published ? 'published' : 'here'}`] : [];
  });
  return drawable({
    kind: 'figure',
    name,
    caption:
      options.caption ??
      `Labeled examples a class that a linear probe needs to do as well as zero-shot; half of the tasks need fewer than ${halves.join(', ')}.`,
    ...rankedBars(
      bars.map((bar) => ({ ...bar, color: COLORS.zeroShot })),
      { title: options.title, measure: 'labeled examples a class to match zero-shot', logarithmic: true },
    ),
    table: rows,
  });
}
