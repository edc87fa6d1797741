import { UserError } from '../io/userError.js';
import { ownTensor } from '../engine/ownTensor.js';
import { tf, type Rank, type Tensor, type Variable } from '../engine/tf.js';
import { createBfloat16Copies } from './bfloat16Copies.js';
import type { NamedTensor, NamedTensors } from './namedTensors.js';
import type { ParameterSpec } from './parameterSpec.js';

/**
 * A model's tensors as TensorFlow variables, by checkpoint name. Convolutions are held as [h, w, in, out], which
 * TensorFlow wants; files and `NamedTensors` have PyTorch's [out, in, h, w].
 */
export interface Parameters {
  readonly specs: readonly ParameterSpec[];
  get(name: string): Variable;
  /** The parameter in bfloat16, to read and not to keep (see `Bfloat16Copies`). */
  bfloat16(name: string): Tensor;
  /** What the optimizer trains, in the order of the specs. */
  trainable(): Variable[];
  /** A copy in PyTorch's layout. */
  export(): NamedTensors;
  dispose(): void;
}

const TO_HWIO = [2, 3, 1, 0];
const TO_OIHW = [3, 2, 0, 1];

function toVariable({ shape, data }: NamedTensor, name: string, trainable: boolean): Variable {
  return tf.tidy(() => {
    const tensor = ownTensor(data, shape);
    const laidOut = shape.length === 4 ? tf.transpose(tensor, TO_HWIO) : tensor;
    // The engine refuses two variables of one name, and two models may be open at once: the name stays ours.
    return Object.assign(tf.variable(laidOut, trainable), { parameterName: name });
  });
}

function toNamedTensor(variable: Variable): NamedTensor {
  const data = tf.tidy(() => {
    const tensor: Tensor<Rank> = variable.rank === 4 ? tf.transpose(variable, TO_OIHW) : variable;
    return new Float32Array(tensor.dataSync());
  });
  const shape = variable.rank === 4 ? TO_OIHW.map((axis) => variable.shape[axis]!) : variable.shape;
  return { shape, data };
}

/**
 * Variables for the specs, filled from the tensors.
 * @throws UserError naming every missing, unexpected or misshapen tensor at once
 */
export function createParameters(specs: readonly ParameterSpec[], tensors: NamedTensors): Parameters {
  const problems = specs.flatMap(({ name, shape }) => {
    const found = tensors.get(name);
    if (!found) return [`${name} is missing`];
    if (found.shape.join() === shape.join()) return [];
    return [`${name} is [${found.shape.join(', ')}], expected [${shape.join(', ')}]`];
  });
  const known = new Set(specs.map(({ name }) => name));
  for (const name of tensors.keys()) if (!known.has(name)) problems.push(`${name} is not part of this model`);
  if (problems.length > 0)
    throw new UserError(`the tensors do not fit the model: ${problems.join('; ')}; load those of this configuration.`);

  const variables = new Map<string, Variable>();
  const copies = createBfloat16Copies();
  const dispose = (): void => {
    copies.dispose();
    variables.forEach((variable) => variable.dispose());
  };
  try {
    // A tensor's data may be read from its file only here, one after the other in the same memory, and fail.
    for (const { name, trainable } of specs) variables.set(name, toVariable(tensors.get(name)!, name, trainable));
  } catch (error) {
    dispose();
    throw error;
  }
  const get = (name: string): Variable => {
    const variable = variables.get(name);
    if (!variable) throw new UserError(`there is no parameter "${name}"; \`specs\` lists those there are.`);
    return variable;
  };
  return {
    specs,
    get,
    bfloat16: (name) => copies.of(get(name)),
    trainable: () => specs.filter((spec) => spec.trainable).map((spec) => get(spec.name)),
    export: () => new Map(specs.map(({ name }) => [name, toNamedTensor(get(name))])),
    dispose,
  };
}
