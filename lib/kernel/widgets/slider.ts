import { UserError } from '../../io/userError.js';
import type { Control } from './control.js';

/** Numbers from `min` to `max`, `step` apart. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Default: 1 where `min` and `max` are whole, a hundredth of the way otherwise. */
  readonly step?: number;
}

/** The scale with its step. @throws UserError where there is nothing between its ends. */
export function wholeScale({ min, max, step }: Scale): Required<Scale> {
  if (!(Number.isFinite(min) && Number.isFinite(max) && min < max)) {
    throw new UserError(`A slider goes from a smaller to a larger number; found min ${min} and max ${max}.`);
  }
  const own = step ?? (Number.isInteger(min) && Number.isInteger(max) ? 1 : (max - min) / 100);
  if (!(own > 0)) throw new UserError(`A slider's step must be above 0; found ${own}.`);
  return { min, max, step: own };
}

/** The nearest number on the scale; `fallback` for what is no number. */
export function nearest({ min, max, step }: Required<Scale>, form: unknown, fallback: number): number {
  const number = typeof form === 'number' || (typeof form === 'string' && form !== '') ? Number(form) : NaN;
  if (!Number.isFinite(number)) return fallback;
  const steps = Math.round((Math.min(max, Math.max(min, number)) - min) / step);
  // 0.1 + 0.2 is to be 0.3.
  return Math.min(max, Number((min + steps * step).toPrecision(12)));
}

/** The scale of a `slider`, where it starts, and what stands beside it. */
export interface SliderOptions extends Scale {
  /** Where it starts; default: `min`. */
  readonly value?: number;
  readonly label?: string;
}

/**
 * A number picked by sliding.
 * @throws UserError for a scale without numbers.
 * @example
 * await interactive({ shots: slider({ min: 1, max: 16, value: 4, label: 'images a class' }) }, ({ shots }) => 2 *
 * shots);
 */
export function slider({ value, label, ...scale }: SliderOptions): Control<number> {
  const settings = wholeScale(scale);
  const start = nearest(settings, value ?? settings.min, settings.min);
  return {
    kind: 'slider',
    label,
    settings,
    value: start,
    encode: (number) => nearest(settings, number, start),
    decode: (form) => nearest(settings, form, start),
    describe: String,
  };
}
