import type { Control } from './control.js';

export interface ButtonOptions {
  readonly label?: string;
}

/** A button; its value is how often it was pressed, 0 at first. */
export const button = ({ label }: ButtonOptions = {}): Control<number> => ({
  kind: 'button',
  label,
  settings: {},
  value: 0,
  encode: Number,
  decode: (form) => (Number.isInteger(form) && Number(form) >= 0 ? Number(form) : 0),
  describe: (presses) => (presses === 1 ? 'pressed once' : `pressed ${presses} times`),
});
