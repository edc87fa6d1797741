import { alike, storedAs } from './alike.js';
import { DT, runOp } from './backend.js';
import { toBfloat16 } from './bfloat16.js';
import { gelu, quickGelu } from './gelu.js';
import { isTapeOn } from './gradientTape.js';
import { fusedMatMulAttributes, hasFusedMatMul } from './nativeKernels.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf.js';

/** Up to here oneDNN's fused product spends more on turning a float32 weight than on multiplying with it; the batched one does not. */
const FEW_ROWS = 384;

/**
 * activation(x W' + b) over the last axis: x [..., in], weight [out, in], bias [out] -> [..., out]. Product, bias and, where no
 * gradient is wanted, GELU are one native op.
 */
export function linear(x: Tensor, weight: Tensor2D, bias?: Tensor1D, activation?: 'gelu' | 'quick_gelu'): Tensor {
  return tf.tidy(() => {
    const [outputs, inputs] = weight.shape;
    const rows: Tensor2D = x.rank === 2 ? (x as Tensor2D) : tf.reshape(x, [-1, inputs]);
    const fused = bias !== undefined && hasFusedMatMul();
    const fusesGelu = fused && activation === 'gelu' && !isTapeOn() && !turnsWeight(rows, weight);
    let y = fused ? fusedLinear(rows, weight, bias, fusesGelu) : plainLinear(rows, weight, bias);
    if (activation === 'gelu' && !fusesGelu) y = gelu(y);
    if (activation === 'quick_gelu') y = quickGelu(y);
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
  });
}

/** Whether the product is better not left to the fused operation. */
function turnsWeight(x: Tensor2D, weight: Tensor2D): boolean {
  return x.shape[0] <= FEW_ROWS && storedAs(x) === DT.float && storedAs(weight) === DT.float;
}

/** x W' + b as two operations. */
function batchedProduct(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const T = { dtype: DT.float };
  const [y] = runOp('BatchMatMulV2', { T, adj_x: false, adj_y: true }, [x, weight]);
  const [sum] = runOp('BiasAdd', { T, data_format: 'NHWC' }, [y!, bias]);
  y!.dispose();
  return sum!;
}

/** dy [M, out] -> [out]. In bfloat16 as a product with ones, which adds in float32 where `BiasAddGrad` rounds as it goes. */
function columnSums(dy: Tensor, T: number): Tensor {
  if (T === DT.float) return runOp('BiasAddGrad', { T: { dtype: T }, data_format: 'NHWC' }, [dy])[0]!;
  const [rows, outputs] = dy.shape as [number, number];
  const attributes = { T: { dtype: T }, transpose_a: false, transpose_b: false };
  return tf.reshape(runOp('MatMul', attributes, [toBfloat16(tf.ones([1, rows])), dy])[0]!, [outputs]);
}

function plainLinear(x: Tensor2D, weight: Tensor2D, bias?: Tensor1D): Tensor2D {
  const y: Tensor2D = tf.matMul(x, weight, false, true);
  return bias ? tf.add(y, bias) : y;
}

function fusedLinear(x: Tensor2D, weight: Tensor2D, bias: Tensor1D, withGelu: boolean): Tensor2D {
  const inputs = alike([x, weight, bias]);
  const T = storedAs(inputs[0]);
  const attributes = fusedMatMulAttributes(T, withGelu ? ['BiasAdd', 'GeluExact'] : ['BiasAdd']);
  const product = (a: Tensor, b: Tensor, transpose: boolean): Tensor =>
    runOp('MatMul', { T: { dtype: T }, transpose_a: transpose, transpose_b: false }, [a, b])[0]!;
  const batched = turnsWeight(inputs[0], inputs[1]);
  return tf.customGrad((...args) => {
    const [a, w, b] = args as Tensor[];
    (args[3] as unknown as (tensors: Tensor[]) => void)([a!, w!]);
    return {
      value: batched ? batchedProduct(a!, w!, b!) : runOp('_MklNativeFusedMatMul', attributes, [a!, w!, b!])[0]!,
      gradFunc: (dy: Tensor, [a, w]: Tensor[]) => [product(dy, w!, false), product(dy, a!, true), columnSums(dy, T)],
    };
  })(...inputs) as Tensor2D;
}
