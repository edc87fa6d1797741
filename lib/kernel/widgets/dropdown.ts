import { UserError } from '../../io/userError.js';
import type { Control } from './control.js';

/** What a `dropdown` starts with, and what stands beside it. */
export interface DropdownOptions<Value> {
  /** Default: the first. */
  readonly value?: Value;
  readonly label?: string;
}

/**
 * One of several: of a list of words or numbers, or of named values of any type, as `{ 'few shots': 2, 'many shots': 16
 * }`.
 * @throws UserError for an empty list, or a `value` that is not in it.
 * @example
 * const task = dropdown(['flags', 'digits'], { label: 'task' });
 * await interactive({ task }, async ({ task }) => from((await loadDataset(task)).classNames.map((name) => ({ name
 * }))));
 */
export function dropdown<const Value extends string | number>(
  options: readonly Value[],
  more?: DropdownOptions<Value>,
): Control<Value>;
export function dropdown<Value>(
  options: Readonly<Record<string, Value>>,
  more?: DropdownOptions<Value>,
): Control<Value>;
export function dropdown(
  options: readonly unknown[] | Readonly<Record<string, unknown>>,
  { value, label }: DropdownOptions<unknown> = {},
): Control<unknown> {
  const named = Array.isArray(options)
    ? (options as readonly unknown[]).map((option): [string, unknown] => [String(option), option])
    : Object.entries(options);
  if (named.length === 0) throw new UserError('A dropdown needs at least one option; found none.');
  const names = named.map(([name]) => name);
  const start = value === undefined ? 0 : named.findIndex(([, option]) => option === value);
  if (start < 0) throw new UserError(`A dropdown starts with one of its options (${names.join(', ')}); found another.`);
  const position = (option: unknown): number => {
    const found = named.findIndex(([, other]) => other === option);
    return found < 0 ? start : found;
  };
  const at = (form: unknown): unknown => (named[Number(form)] ?? named[start])?.[1];
  return {
    kind: 'dropdown',
    label,
    settings: { options: names },
    value: at(start),
    encode: position,
    decode: at,
    describe: (option) => names[position(option)] ?? '',
  };
}
