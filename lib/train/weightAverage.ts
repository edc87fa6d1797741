import { movingAverage } from '../engine/movingAverage.js';
import { tf, type Variable } from '../engine/tf.js';

/** An exponential moving average of a model's parameters and statistics. It owns its averages until `dispose`. */
export interface WeightAverage {
  /** The averages, in the order of the variables, to save or to restore. */
  readonly averages: readonly Variable[];
  /** Moves the averages toward the variables as they are after `step` steps. */
  update(step: number): void;
  /** Puts the averages into the variables while `work` runs, then the variables' own values back. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Puts the averages into the variables for good. */
  adopt(): void;
  dispose(): void;
}

/**
 * `decay` is how much of an average a step keeps, e.g. 0.999; less in the first steps, when there is little to average.
 */
export function createWeightAverage(variables: readonly Variable[], decay: number): WeightAverage {
  const averages = variables.map((variable) => tf.tidy(() => tf.variable(tf.add(variable, 0), false)));
  const put = (targets: readonly Variable[], values: readonly Variable[]): void =>
    targets.forEach((target, k) => tf.tidy(() => target.assign(values[k]!.clone())));
  return {
    averages,
    update(step) {
      const kept = Math.min(decay, (1 + step) / (10 + step));
      movingAverage(averages, variables, 1 - kept).forEach((value, k) => {
        averages[k]!.assign(value);
        value.dispose();
      });
    },
    async during(work) {
      const own = variables.map((variable) => variable.clone());
      put(variables, averages);
      try {
        return await work();
      } finally {
        own.forEach((value, k) => {
          variables[k]!.assign(value);
          value.dispose();
        });
      }
    },
    adopt: () => put(variables, averages),
    dispose: () => tf.dispose([...averages]),
  };
}
