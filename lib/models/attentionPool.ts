import { attention } from '../engine/attention.js';
import { linear } from '../engine/linear.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { attentionProbabilities } from './attentionProbabilities.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/**
 * Attention pooling (paper sec 2.4): one layer of multi-head attention whose query is the mean of the picture's positions.
 * x [N, H, W, C] -> [N, C], before the layer's output projection `c_proj`, which is the tower's projection.
 */
export function attentionPool(x: Tensor4D, p: Scope, heads: number): Tensor2D {
  const [N, H, W, C] = x.shape;
  const positions: Tensor3D = tf.reshape(x, [N, H * W, C]);
  const withMean = tf.concat([tf.mean(positions, 1, true), positions], 1); // [N, T, C]
  const tokens: Tensor3D = tf.add(withMean, p.weight('positional_embedding'));
  p.observe('tokens', () => tokens);
  const query = tf.slice(tokens, [0, 0, 0], [N, 1, C]);
  const project = (y: Tensor3D, name: string): Tensor4D => {
    const projected: Tensor = linear(y, p.weight<Tensor2D>(`${name}.weight`), p.weight<Tensor1D>(`${name}.bias`));
    return tf.transpose<Tensor4D>(tf.reshape(projected, [N, -1, heads, C / heads]), [0, 2, 1, 3]); // [N, heads, length, D]
  };
  const q = project(query, 'q_proj');
  const k = project(tokens, 'k_proj');
  const v = project(tokens, 'v_proj');
  p.observe('probs', () => attentionProbabilities(q, k)); // [N, heads, 1, T]
  return tf.reshape(attention(q, k, v), [N, C]);
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
