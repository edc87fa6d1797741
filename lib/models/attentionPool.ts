import { attention } from '../engine/attention.js';
import { linear } from '../engine/linear.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { attentionProbabilities } from './attentionProbabilities.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import { projectHeads } from './projectHeads.js';
import type { Scope } from './scope.js';

/** y [N, heads * D] -> [heads, N, D] */
function byHead(y: Tensor2D, heads: number): Tensor3D {
  const [N, W] = y.shape;
  return tf.transpose<Tensor3D>(tf.reshape(y, [N, heads, W / heads]), [1, 0, 2]);
}

/**
 * Attention pooling (paper sec 2.4): one layer of multi-head attention whose query is the mean of the image's
 * positions. x [N, positions, C] -> [N, C], before the layer's output projection `c_proj`, which is the tower's
 * projection.
 *
 * With a single query, keys and values need not be projected for every position: q (K x)' is (q K) x', and the values'
 * projection of a weighted mean is the weighted mean of their projections. What is left is attention of the heads'
 * turned queries to the positions themselves, at a tenth of the cost and less.
 */
export function attentionPool(x: Tensor3D, p: Scope, heads: number): Tensor2D {
  const [N, positions, C] = x.shape;
  const D = C / heads;
  // The gradient of `tf.mean` makes a tensor of ones in JavaScript; that of pooling does not.
  const pooled = tf.avgPool<Tensor4D>(tf.reshape(x, [N, positions, 1, C]), [positions, 1], 1, 'valid');
  const mean: Tensor3D = tf.reshape(pooled, [N, 1, C]);
  const tokens: Tensor3D = tf.add(tf.concat<Tensor3D>([mean, x], 1), p.weight('positional_embedding')); // [N, T, C]
  p.observe('tokens', () => tokens);
  const query: Tensor3D = tf.slice(tokens, [0, 0, 0], [N, 1, C]);
  const q = linear(
    tf.reshape(query, [N, C]),
    p.weight<Tensor2D>('q_proj.weight'),
    p.weight<Tensor1D>('q_proj.bias'),
  ) as Tensor2D;
  p.observe('probs', () =>
    attentionProbabilities(projectHeads(query, p, 'q_proj', heads), projectHeads(tokens, p, 'k_proj', heads)),
  ); // [N, heads, 1, T]
  const keys: Tensor3D = tf.reshape(p.weight<Tensor2D>('k_proj.weight'), [heads, D, C]);
  // `attention` divides by the square root of C, where a head's is that of D.
  const scaled = byHead(tf.mul(q, Math.sqrt(heads)), heads); // [heads, N, D]
  const turned: Tensor4D = tf.reshape(tf.transpose(tf.matMul(scaled, keys), [1, 0, 2]), [N, 1, heads, C]);
  const rows: Tensor4D = tf.reshape(tokens, [N, 1, positions + 1, C]);
  // Each head's mean of the positions.
  const weighted: Tensor2D = tf.reshape(attention(turned, rows, rows), [N, heads * C]);
  const values: Tensor3D = tf.reshape(p.weight<Tensor2D>('v_proj.weight'), [heads, D, C]);
  const projected = tf.matMul(byHead(weighted, heads), values, false, true); // [heads, N, D]
  // The keys' bias adds the same to all scores of a query, which the softmax takes away: it moves nothing, and its
  // gradient is zero.
  const bias: Tensor1D = tf.add(p.weight<Tensor1D>('v_proj.bias'), tf.mul(p.weight<Tensor1D>('k_proj.bias'), 0));
  return tf.add(tf.reshape(tf.transpose(projected, [1, 0, 2]), [N, C]), bias);
}

/** Tensors of the pool over `tokens` positions (the mean's included), but for `c_proj`. */
export function attentionPoolSpec(tokens: number, channels: number): ParameterSpec[] {
  const weight = { kind: 'normal', std: channels ** -0.5 } as const;
  return [
    trained('positional_embedding', [tokens, channels], weight),
    ...linearSpec('k_proj', channels, channels, weight),
    ...linearSpec('q_proj', channels, channels, weight),
    ...linearSpec('v_proj', channels, channels, weight),
  ];
}
