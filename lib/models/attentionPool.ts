import { toFloat32 } from '../engine/bfloat16.js';
import { tf, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** x [R, in] -> [R, out]. */
function linear(x: Tensor2D, p: Scope, name: string): Tensor2D {
  return tf.add(tf.matMul(x, p.weight<Tensor2D>(`${name}.weight`), false, true), p.weight(`${name}.bias`));
}

/**
 * Attention pooling (paper sec 2.4): one layer of multi-head attention whose query is the mean of the picture's positions.
 * x [N, H, W, C] -> [N, out], float32.
 */
export function attentionPool(x: Tensor4D, p: Scope, heads: number): Tensor2D {
  const [N, H, W, C] = x.shape;
  const T = H * W + 1;
  const D = C / heads;
  const positions = tf.reshape(x, [N, H * W, C]);
  const withMean = tf.concat([tf.mean(positions, 1, true), positions], 1); // [N, T, C]
  const tokens: Tensor3D = tf.add(withMean, p.weight('positional_embedding'));
  const flat: Tensor2D = tf.reshape(tokens, [N * T, C]);
  const query: Tensor2D = tf.reshape(tf.slice(tokens, [0, 0, 0], [N, 1, C]), [N, C]);
  const split = (y: Tensor, length: number): Tensor4D =>
    tf.transpose<Tensor4D>(tf.reshape(y, [N, length, heads, D]), [0, 2, 1, 3]); // [N, heads, length, D]
  const q = split(tf.mul(linear(query, p, 'q_proj'), 1 / Math.sqrt(D)), 1);
  const k = split(linear(flat, p, 'k_proj'), T);
  const v = split(linear(flat, p, 'v_proj'), T);
  const attention = tf.softmax(toFloat32(tf.matMul(q, k, false, true))); // [N, heads, 1, T]
  const pooled: Tensor2D = tf.reshape(tf.matMul(attention, v), [N, C]);
  return toFloat32(linear(pooled, p, 'c_proj'));
}

/** Tensors of the pool over `tokens` positions (the mean's included). */
export function attentionPoolSpec(tokens: number, channels: number, outputs: number): ParameterSpec[] {
  const weight = { kind: 'normal', std: channels ** -0.5 } as const;
  return [
    trained('positional_embedding', [tokens, channels], weight),
    ...linearSpec('k_proj', channels, channels, weight),
    ...linearSpec('q_proj', channels, channels, weight),
    ...linearSpec('v_proj', channels, channels, weight),
    ...linearSpec('c_proj', channels, outputs, weight),
  ];
}
