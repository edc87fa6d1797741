import { alike, storedAs } from './alike.js';
import { runOp } from './backend.js';
import { gelu, quickGelu } from './gelu.js';
import { isTapeOn } from './gradientTape.js';
import { fusedMatMulAttributes, hasFusedMatMul } from './nativeKernels.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf.js';

/**
 * activation(x W' + b) over the last axis: x [..., in], weight [out, in], bias [out] -> [..., out]. Product, bias and, where no
 * gradient is wanted, GELU are one native op.
 */
export function linear(x: Tensor, weight: Tensor2D, bias?: Tensor1D, activation?: 'gelu' | 'quick_gelu'): Tensor {
  return tf.tidy(() => {
    const [outputs, inputs] = weight.shape;
    const rows: Tensor2D = x.rank === 2 ? (x as Tensor2D) : tf.reshape(x, [-1, inputs]);
    const fused = bias !== undefined && hasFusedMatMul();
    const fusesGelu = fused && activation === 'gelu' && !isTapeOn();
    let y = fused ? fusedLinear(rows, weight, bias, fusesGelu) : plainLinear(rows, weight, bias);
    if (activation === 'gelu' && !fusesGelu) y = gelu(y);
    if (activation === 'quick_gelu') y = quickGelu(y);
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
  });
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
  return tf.customGrad((...args) => {
    const [a, w, b] = args as Tensor[];
    (args[3] as unknown as (tensors: Tensor[]) => void)([a!, w!]);
    return {
      value: runOp('_MklNativeFusedMatMul', attributes, [a!, w!, b!])[0]!,
      gradFunc: (dy: Tensor, [a, w]: Tensor[]) => [
        product(dy, w!, false),
        product(dy, a!, true),
        runOp('BiasAddGrad', { T: { dtype: T }, data_format: 'NHWC' }, [dy])[0]!,
      ],
    };
  })(...inputs) as Tensor2D;
}
