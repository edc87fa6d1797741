import type { Control } from './control.js';

export interface CheckboxOptions {
  /** Default: unticked. */
  readonly value?: boolean;
  readonly label?: string;
}

/** Yes or no. */
export const checkbox = ({ value = false, label }: CheckboxOptions = {}): Control<boolean> => ({
  kind: 'checkbox',
  label,
  settings: {},
  value,
  encode: Boolean,
  decode: (form) => form === true,
  describe: (ticked) => (ticked ? 'yes' : 'no'),
});
