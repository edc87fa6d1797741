import type { ControlValues, Controls } from './control.js';

/** Controls that are shown, and what they are set to. */
export interface Panel<Named extends Controls> {
  readonly kind: 'panel';
  /** Where the controls stand now. */
  readonly values: ControlValues<Named>;
  /** Moves controls, as a reader would. */
  set(values: Partial<ControlValues<Named>>): void;
}

export const isPanel = (value: unknown): value is Panel<Controls> =>
  typeof value === 'object' && value !== null && (value as Partial<Panel<Controls>>).kind === 'panel';
