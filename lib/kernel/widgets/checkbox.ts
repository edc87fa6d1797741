import type { Control } from './control.js';

/** What a `checkbox` starts with, and what stands beside it. */
export interface CheckboxOptions {
  /** Default: unticked. */
  readonly value?: boolean;
  readonly label?: string;
}

/**
 * Yes or no.
 * @example
 * const logarithmic = checkbox({ label: 'logarithmic', value: true });
 * await interactive({ logarithmic }, ({ logarithmic }) => (logarithmic ? 'log' : 'linear'));
 */
export const checkbox = ({ value = false, label }: CheckboxOptions = {}): Control<boolean> => ({
  kind: 'checkbox',
  label,
  settings: {},
  value,
  encode: Boolean,
  decode: (form) => form === true,
  describe: (ticked) => (ticked ? 'yes' : 'no'),
});
