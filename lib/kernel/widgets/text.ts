import type { Control } from './control.js';

export interface TextOptions {
  readonly value?: string;
  readonly label?: string;
  /** A faint example where nothing is typed. */
  readonly placeholder?: string;
  /** Lines of the field; default: as many as `value` has. */
  readonly lines?: number;
}

/** Words typed by the reader; with more than one line a field for lists, e.g. a label a line. */
export function text({ value = '', label, placeholder = '', lines }: TextOptions = {}): Control<string> {
  return {
    kind: 'text',
    label,
    settings: { placeholder, lines: lines ?? value.split('\n').length },
    value,
    encode: String,
    decode: (form) => (typeof form === 'string' ? form : value),
    describe: (words) =>
      words
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .join(', '),
  };
}
