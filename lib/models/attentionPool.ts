import { attention } from '../engine/attention.js';
import { tf, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import { attentionProbabilities } from './attentionProbabilities.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import { projectHeads } from './projectHeads.js';
import type { Scope } from './scope.js';

/**
 * Attention pooling (paper sec 2.4): one layer of multi-head attention whose query is the mean of the picture's positions.
 * x [N, positions, C] -> [N, C], before the layer's output projection `c_proj`, which is the tower's projection.
 */
export function attentionPool(x: Tensor3D, p: Scope, heads: number): Tensor2D {
  const [N, , C] = x.shape;
  const withMean = tf.concat([tf.mean(x, 1, true), x], 1); // [N, T, C]
  const tokens: Tensor3D = tf.add(withMean, p.weight('positional_embedding'));
  p.observe('tokens', () => tokens);
  const query = tf.slice(tokens, [0, 0, 0], [N, 1, C]);
  const q = projectHeads(query, p, 'q_proj', heads);
  const k = projectHeads(tokens, p, 'k_proj', heads);
  const v = projectHeads(tokens, p, 'v_proj', heads);
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
