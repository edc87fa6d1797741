import { toBfloat16 } from '../engine/bfloat16.js';
import type { Tensor, Variable } from '../engine/tf.js';
import type { Parameters } from './parameters.js';

/** How a forward pass runs. */
export interface Mode {
  /** Batch normalisation by the batch's own statistics (and tracking them). */
  readonly training: boolean;
  /** What convolutions and matrix products compute in; parameters, statistics and embeddings stay float32. */
  readonly precision: 'fp32' | 'bf16';
}

export const INFERENCE: Mode = { training: false, precision: 'fp32' };

/** A model's parameters seen from one of its modules, so that a forward pass names them as the checkpoint does. */
export interface Scope {
  readonly mode: Mode;
  /** The parameter as it is stored, float32. */
  variable(name: string): Variable;
  /** The parameter in the precision that the pass computes in. */
  weight<T extends Tensor>(name: string): T;
  /** The scope of a child module. */
  within(child: string): Scope;
}

export function createScope(parameters: Parameters, mode: Mode, prefix = ''): Scope {
  const variable = (name: string): Variable => parameters.get(prefix + name);
  return {
    mode,
    variable,
    weight: <T extends Tensor>(name: string) =>
      (mode.precision === 'bf16' ? toBfloat16(variable(name)) : variable(name)) as unknown as T,
    within: (child) => createScope(parameters, mode, `${prefix}${child}.`),
  };
}
