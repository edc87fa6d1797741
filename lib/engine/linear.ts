import { alike, storedAs } from './alike.js';
import { DT, runOp } from './backend.js';
import { toBfloat16, toFloat32 } from './bfloat16.js';
import { gelu, quickGelu } from './gelu.js';
import { isTapeOn } from './gradientTape.js';
import { mustFit } from './mustFit.js';
import { fusedMatMulAttributes, hasFusedBfloat16MatMul, hasFusedMatMul, hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf.js';

/**
 * Up to so many rows the engine's own product, which turns a weight piece by piece in the cache, is faster than
 * TensorFlow's, which turns it in memory at every call.
 */
const FEW_ROWS = { fp32: 400, bf16: 160 };

const ACTIVATIONS = { none: 0, gelu: 1, quick_gelu: 2 } as const;

type Activation = 'gelu' | 'quick_gelu';

/**
 * activation(x W' + b) over the last axis: x [..., in], weight [out, in], bias [out] -> [..., out]. Product, bias and,
 * where no gradient is wanted, the activation are one native op (but QuickGELU of many rows, which is one more).
 * @throws UserError where the shapes do not go together
 */
export function linear(x: Tensor, weight: Tensor2D, bias?: Tensor1D, activation?: Activation): Tensor {
  return tf.tidy(() => {
    const [outputs, inputs] = weight.shape;
    mustFit(
      weight.rank === 2 && x.shape.at(-1) === inputs && (!bias || bias.size === outputs),
      () =>
        `A linear layer takes x [..., in], a weight [out, in] and a bias [out], and was given [${x.shape.join(', ')}], ` +
        `[${weight.shape.join(', ')}]${bias ? ` and [${bias.shape.join(', ')}]` : ''}.`,
    );
    const count = x.shape.slice(0, -1).reduce((product, side) => product * side, 1);
    const rows: Tensor2D = x.rank === 2 ? (x as Tensor2D) : tf.reshape(x, [count, inputs]);
    const [y, done] = bias ? linearWithBias(rows, weight, bias, activation) : [plainLinear(rows, weight), false];
    const activated = done || !activation ? y : activation === 'gelu' ? gelu(y) : quickGelu(y);
    return x.rank === 2 ? activated : tf.reshape(activated, [...x.shape.slice(0, -1), outputs]);
  });
}

/** x W' + b, and whether the activation is done with it. */
function linearWithBias(x: Tensor2D, weight: Tensor2D, bias: Tensor1D, activation?: Activation): [Tensor2D, boolean] {
  const inputs = alike([x, weight, bias]);
  const T = storedAs(inputs[0]);
  const own = hasNativeKernels() && x.shape[0] <= FEW_ROWS[T === DT.float ? 'fp32' : 'bf16'];
  if (!own && !hasFusedMatMul()) return [tf.add(plainLinear(x, weight), bias), false];
  const fuses = activation !== undefined && !isTapeOn() && (own || activation === 'gelu');
  const product = own
    ? (operands: Tensor[]) => ownProduct(operands, T, fuses ? activation : 'none')
    : (operands: Tensor[]) => oneDnnProduct(operands, T, fuses);
  return [isTapeOn() ? withGradient(product, inputs, T) : product(inputs), fuses];
}

function ownProduct(operands: Tensor[], T: number, activation: keyof typeof ACTIVATIONS): Tensor2D {
  const attributes = { T: { dtype: T }, activation: ACTIVATIONS[activation] };
  return runOp('CliplabLinear', attributes, operands)[0] as Tensor2D;
}

function oneDnnProduct(operands: Tensor[], T: number, withGelu: boolean): Tensor2D {
  // Where oneDNN knows no bfloat16, the product is made in float32 and rounded once, which is what it does where it
  // imitates it.
  if (T === DT.bfloat16 && !hasFusedBfloat16MatMul())
    return toBfloat16(oneDnnProduct(operands.map(toFloat32), DT.float, withGelu));
  const attributes = fusedMatMulAttributes(T, withGelu ? ['BiasAdd', 'GeluExact'] : ['BiasAdd']);
  return runOp('_MklNativeFusedMatMul', attributes, operands)[0] as Tensor2D;
}

/**
 * dy [M, out] -> [out]. In bfloat16 as a product with ones, which adds in float32 where `BiasAddGrad` rounds as it
 * goes.
 */
function columnSums(dy: Tensor, T: number): Tensor {
  if (T === DT.float) return runOp('BiasAddGrad', { T: { dtype: T }, data_format: 'NHWC' }, [dy])[0]!;
  const [rows, outputs] = dy.shape as [number, number];
  const attributes = { T: { dtype: T }, transpose_a: false, transpose_b: false };
  return tf.reshape(runOp('MatMul', attributes, [toBfloat16(tf.ones([1, rows])), dy])[0]!, [outputs]);
}

function plainLinear(x: Tensor2D, weight: Tensor2D): Tensor2D {
  return tf.matMul(x, weight, false, true);
}

/** x W' + b, as `forward` computes it, with the gradients of x, W and b. */
function withGradient(
  forward: (operands: Tensor[]) => Tensor2D,
  inputs: [Tensor2D, Tensor2D, Tensor1D],
  T: number,
): Tensor2D {
  const product = (a: Tensor, b: Tensor, transpose: boolean): Tensor =>
    runOp('MatMul', { T: { dtype: T }, transpose_a: transpose, transpose_b: false }, [a, b])[0]!;
  return tf.customGrad((...args) => {
    const [a, w, b] = args as Tensor[];
    (args[3] as unknown as (tensors: Tensor[]) => void)([a!, w!]);
    return {
      value: forward([a!, w!, b!]),
      gradFunc: (dy: Tensor, [a, w]: Tensor[]) => [product(dy, w!, false), product(dy, a!, true), columnSums(dy, T)],
    };
  })(...inputs) as Tensor2D;
}
