import type { Random } from '../engine/random.js';
import { sizeOf, type NamedTensors } from './namedTensors.js';
import type { Init, ParameterSpec } from './parameterSpec.js';

function fill(data: Float32Array, init: Init, random: Random): Float32Array {
  switch (init.kind) {
    case 'zeros':
      return data;
    case 'ones':
      return data.fill(1);
    case 'scalar':
      return data.fill(init.value);
    case 'normal':
      return data.map(() => init.std * random.normal());
    case 'uniform':
      return data.map(() => init.bound * (2 * random.next() - 1));
  }
}

/** Fresh tensors for the specs. Each depends only on the generator's seed and its own name. */
export function initialize(specs: readonly ParameterSpec[], random: Random): NamedTensors {
  return new Map(
    specs.map(({ name, shape, init }) => [
      name,
      { shape, data: fill(new Float32Array(sizeOf(shape)), init, random.fork(name)) },
    ]),
  );
}
