import type { Control } from './control.js';

/** What stands on a `button`. */
export interface ButtonOptions {
  readonly label?: string;
}

/**
 * A button; its value is how often it was pressed, 0 at first.
 * @example
 * await interactive({ drawn: button({ label: 'draw again' }) }, ({ drawn }) => createRandom(drawn).next());
 */
export const button = ({ label }: ButtonOptions = {}): Control<number> => ({
  kind: 'button',
  label,
  settings: {},
  value: 0,
  encode: Number,
  decode: (form) => (Number.isInteger(form) && Number(form) >= 0 ? Number(form) : 0),
  describe: (presses) => (presses === 1 ? 'pressed once' : `pressed ${presses} times`),
});
