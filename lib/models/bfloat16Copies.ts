import { toBfloat16 } from '../engine/bfloat16.js';
import { isTapeOn } from '../engine/gradientTape.js';
import { tf, type Tensor, type Variable } from '../engine/tf.js';

/** A model's parameters in bfloat16. */
export interface Bfloat16Copies {
  /**
   * The variable in bfloat16, to read and not to keep. Between gradients a copy is made once and held until the
   * variable is assigned; under a gradient it is made anew, with its gradient.
   */
  of(variable: Variable): Tensor;
  dispose(): void;
}

export function createBfloat16Copies(): Bfloat16Copies {
  const held = new Map<Variable, { readonly data: object; readonly copy: Tensor }>();
  const drop = (variable: Variable): void => {
    held.get(variable)?.copy.dispose();
    held.delete(variable);
  };
  return {
    of: (variable) => {
      if (isTapeOn()) {
        drop(variable);
        return toBfloat16<Tensor>(variable);
      }
      const found = held.get(variable);
      // An assigned variable has other data, by identity.
      if (found?.data === variable.dataId) return found.copy;
      drop(variable);
      const copy = tf.keep(toBfloat16<Tensor>(variable));
      held.set(variable, { data: variable.dataId, copy });
      return copy;
    },
    dispose: () => {
      for (const variable of held.keys()) drop(variable);
    },
  };
}
