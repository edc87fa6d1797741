import type { Control } from './control.js';

/** A line of a list that can be left out without being deleted. */
export interface Tick {
  readonly text: string;
  readonly ticked: boolean;
}

/** What a `tickList` starts with, and what stands beside it. */
export interface TickListOptions {
  readonly value: readonly Tick[];
  readonly label?: string;
}

/**
 * Lines to edit, each with a tick that says whether it counts; an empty one at the end takes a new line.
 * @example
 * const value = ['a photo of a {c}.', 'a drawing of a {c}.'].map((template) => ({ text: template, ticked: true }));
 * await interactive({ templates: tickList({ value }) }, ({ templates }) => templates.filter((tick) =>
 * tick.ticked).length);
 */
export function tickList({ value, label }: TickListOptions): Control<readonly Tick[]> {
  return {
    kind: 'ticks',
    label,
    settings: {},
    value,
    encode: (ticks) => ticks.map(({ text, ticked }) => ({ text, ticked })),
    decode: (form) =>
      Array.isArray(form)
        ? form.flatMap((line: Partial<Tick> | null) =>
            typeof line?.text === 'string' && line.text.trim() !== ''
              ? [{ text: line.text.trim(), ticked: line.ticked === true }]
              : [],
          )
        : value,
    describe: (ticks) =>
      ticks
        .filter(({ ticked }) => ticked)
        .map(({ text }) => text)
        .join(', ') || 'none',
  };
}
