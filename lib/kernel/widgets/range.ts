import type { Control } from './control.js';
import { nearest, type Scale, wholeScale } from './slider.js';

/** Two numbers, the smaller first. */
export type RangeEnds = readonly [low: number, high: number];

/** The scale of a `range`, where it starts, and what stands beside it. */
export interface RangeOptions extends Scale {
  /** Default: the whole scale. */
  readonly value?: RangeEnds;
  readonly label?: string;
}

/**
 * A part of a scale, picked by moving its two ends.
 * @throws UserError for a scale without numbers.
 * @example
 * const seen = range({ min: 0, max: 100, value: [20, 80], label: 'pairs seen, %' });
 * await interactive({ seen }, ({ seen: [low, high] }) => `${low} to ${high}`);
 */
export function range({ value, label, ...scale }: RangeOptions): Control<RangeEnds> {
  const settings = wholeScale(scale);
  const { min, max } = settings;
  const within = (form: unknown): RangeEnds => {
    const [first, second] = Array.isArray(form) ? (form as unknown[]) : [];
    const ends = [nearest(settings, first, min), nearest(settings, second, max)] as const;
    return ends[0] <= ends[1] ? ends : [ends[1], ends[0]];
  };
  return {
    kind: 'range',
    label,
    settings,
    value: within(value ?? [min, max]),
    encode: within,
    decode: within,
    describe: ([low, high]) => `${low} to ${high}`,
  };
}
