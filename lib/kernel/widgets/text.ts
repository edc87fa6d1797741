import type { Control } from './control.js';

/** What a `text` field starts with, and how it looks. */
export interface TextOptions {
  readonly value?: string;
  readonly label?: string;
  /** A faint example where nothing is typed. */
  readonly placeholder?: string;
  /** Lines of the field; default: as many as `value` has. */
  readonly lines?: number;
}

/**
 * Words typed by the reader; with more than one line a field for lists, e.g. a label a line.
 * @example
 * const { model, tokenizer } = await loadModel();
 * await interactive({ caption: text({ label: 'caption', value: 'a photo of a cat' }) }, async ({ caption }) =>
 *   embedTexts(model, tokenizer, [caption]),
 * );
 */
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
