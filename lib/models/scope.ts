import { toBfloat16, toFloat32 } from '../engine/bfloat16.js';
import { resolvePrecision, type Precision } from '../engine/precision.js';
import { tf, type Tensor, type Variable } from '../engine/tf.js';
import type { Parameters } from './parameters.js';

/** How a forward pass runs. */
export interface Mode {
  /** Batch normalization by the batch's own statistics (and tracking them). */
  readonly training: boolean;
  /** What convolutions and matrix products compute in; parameters, statistics and embeddings stay float32. */
  readonly precision: Precision;
}

export const INFERENCE: Mode = { training: false, precision: 'fp32' };

/**
 * Sees a pass's named activations. `activation` computes a float32 copy, so that an activation nobody wants costs
 * nothing; whoever wants it longer than the call takes it with `tf.keep`.
 */
export type Observer = (name: string, activation: () => Tensor) => void;

/** A model's parameters seen from one of its modules, so that a forward pass names them as the checkpoint does. */
export interface Scope {
  readonly mode: Mode;
  /** The parameter as it is stored, float32. */
  variable<T extends Tensor = Variable>(name: string): T;
  /** The parameter in the precision that the pass computes in. */
  weight<T extends Tensor>(name: string): T;
  /** x in the precision that the pass computes in. */
  cast<T extends Tensor>(x: T): T;
  /** Shows an activation to the pass's observer, where it has one. */
  observe(name: string, activation: () => Tensor): void;
  /** The scope of a child module; `observed` is what it is called among activations. */
  within(child: string, observed?: string): Scope;
}

/** What a scope is a view of. `prefix` stands before parameters' names, `observed` before activations'. */
interface View {
  readonly parameters: Parameters;
  readonly mode: Mode;
  readonly prefix: string;
  readonly observer?: Observer | undefined;
  readonly observed: string;
}

export function createScope(view: View): Scope {
  const { parameters, mode, prefix, observer, observed } = view;
  const bf16 = resolvePrecision(mode.precision) === 'bf16';
  return {
    mode,
    variable: <T extends Tensor>(name: string) => parameters.get(prefix + name) as unknown as T,
    weight: <T extends Tensor>(name: string) =>
      (bf16 ? parameters.bfloat16(prefix + name) : parameters.get(prefix + name)) as unknown as T,
    cast: (x) => (bf16 ? toBfloat16(x) : x),
    observe: (name, activation) => observer?.(observed + name, () => tf.tidy(() => tf.clone(toFloat32(activation())))),
    within: (child, as = child) =>
      createScope({ ...view, prefix: `${prefix}${child}.`, observed: `${observed}${as}.` }),
  };
}
