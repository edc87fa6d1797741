import { alike, storedAs } from './alike.js';
import { runOp } from './backend.js';
import { isBfloat16, toBfloat16, toFloat32 } from './bfloat16.js';
import { mustFit } from './mustFit.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from './tf.js';

/** What the kernels take for no mask. */
const noMask = (): Tensor => tf.zeros([0]);

/**
 * softmax(q k' / sqrt(D) + mask) v: q [N, heads, Tq, D], k and v [N, heads, T, D], mask [Tq, T] -> [N, heads, Tq, D].
 * One native op each way, which holds the probabilities in float32 and never in memory. No gradient for the mask.
 * @throws UserError where the shapes do not go together
 */
export function attention(q: Tensor4D, k: Tensor4D, v: Tensor4D, mask?: Tensor2D): Tensor4D {
  const [N, heads, Tq, D] = q.shape;
  const [, , T] = k.shape;
  mustFit(q.rank === 4 && sameShape(k.shape, [N, heads, T, D]) && sameShape(v.shape, k.shape), () => {
    const given = [q, k, v].map(({ shape }) => `[${shape.join(', ')}]`);
    return `Attention takes q [N, heads, Tq, D] and k and v [N, heads, T, D], and these differ: ${given.join(', ')}.`;
  });
  mustFit(maskFits(mask, Tq, T), () => maskMessage(mask!, Tq, T));
  if (!hasNativeKernels()) return plain(q, k, v, mask);
  return tf.tidy(() => {
    const inputs = alike([q, k, v]);
    const added = mask ? toFloat32(mask) : noMask();
    const T = { dtype: storedAs(inputs[0]) };
    return tf.customGrad((...args) => {
      const [a, b, c] = args as Tensor[];
      (args[3] as unknown as (tensors: Tensor[]) => void)([a!, b!, c!, added]);
      return {
        value: runOp('CliplabAttention', { T }, [a!, b!, c!, added])[0]!,
        gradFunc: (dout: Tensor, saved: Tensor[]) => runOp('CliplabAttentionGrad', { T }, [dout, ...saved], 3),
      };
    })(...inputs) as Tensor4D;
  });
}

/**
 * Attention of a sequence to itself, straight from one projection and back: qkv [N, T, 3 W], the queries, keys and
 * values of all heads side by side, mask [T, T] -> [N, T, W]. The same as cutting it into heads for `attention`,
 * without moving anything in memory.
 * @throws UserError where the shapes do not go together
 */
export function selfAttention(qkv: Tensor3D, heads: number, mask?: Tensor2D): Tensor3D {
  const [, T, width] = qkv.shape;
  const whole = Number.isInteger(heads) && heads > 0 && width % (3 * heads) === 0;
  mustFit(
    qkv.rank === 3 && whole,
    () =>
      `Self-attention of ${heads} heads takes [N, T, 3 W], W a multiple of heads, and was given [${qkv.shape.join(', ')}].`,
  );
  mustFit(maskFits(mask, T, T), () => maskMessage(mask!, T, T));
  if (!hasNativeKernels()) return plainSelf(qkv, heads, mask);
  return tf.tidy(() => {
    const added = mask ? toFloat32(mask) : noMask();
    const attributes = { T: { dtype: storedAs(qkv) }, heads };
    return tf.customGrad((input, save) => {
      (save as (tensors: Tensor[]) => void)([input as Tensor, added]);
      return {
        value: runOp('CliplabSelfAttention', attributes, [input as Tensor, added])[0]!,
        gradFunc: (dout: Tensor, saved: Tensor[]) =>
          runOp('CliplabSelfAttentionGrad', attributes, [dout, ...saved])[0]!,
      };
    })(qkv) as Tensor3D;
  });
}

const sameShape = (a: readonly number[], b: readonly (number | undefined)[]): boolean =>
  a.length === b.length && a.every((side, d) => side === b[d]);

const maskFits = (mask: Tensor2D | undefined, Tq: number, T: number): boolean =>
  mask === undefined || sameShape(mask.shape, [Tq, T]);

const maskMessage = (mask: Tensor2D, Tq: number, T: number): string =>
  `The mask must be [Tq, T], here [${Tq}, ${T}], and is [${mask.shape.join(', ')}].`;

function plain(q: Tensor4D, k: Tensor4D, v: Tensor4D, mask?: Tensor2D): Tensor4D {
  return tf.tidy(() => {
    const scaled = tf.mul(toFloat32(tf.matMul(q, k, false, true)), 1 / Math.sqrt(q.shape[3]));
    const weights = tf.softmax(mask ? tf.add(scaled, mask) : scaled) as Tensor4D;
    return tf.matMul(isBfloat16(q) ? toBfloat16(weights) : weights, v);
  });
}

function plainSelf(qkv: Tensor3D, heads: number, mask?: Tensor2D): Tensor3D {
  return tf.tidy(() => {
    const [N, T, width] = qkv.shape;
    const W = width / 3;
    const split = tf.transpose(tf.reshape(qkv, [N, T, 3, heads, W / heads]), [2, 0, 3, 1, 4]);
    const [q, k, v] = tf.unstack(split) as [Tensor4D, Tensor4D, Tensor4D]; // [N, heads, T, D] each
    return tf.reshape(tf.transpose(plain(q, k, v, mask), [0, 2, 1, 3]), [N, T, W]);
  });
}
