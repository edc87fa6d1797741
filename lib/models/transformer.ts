import { selfAttention } from '../engine/attention.js';
import { layerNorm } from '../engine/layerNorm.js';
import { linear } from '../engine/linear.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { attentionProbabilities } from './attentionProbabilities.js';
import type { TransformerConfig } from './clipConfig.js';
import { layerNormSpec, prefixed, trained, zeroBiasedLinearSpec, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** The named layer norm of the scope over the last axis of x. */
export function normalize<T extends Tensor>(
  x: T,
  p: Scope,
  name: string,
  { layerNormEpsilon }: Pick<TransformerConfig, 'layerNormEpsilon'>,
): T {
  return layerNorm(x, p.weight<Tensor1D>(`${name}.weight`), p.weight<Tensor1D>(`${name}.bias`), layerNormEpsilon) as T;
}

/** The probabilities of self-attention, for who observes them: qkv [N, T, 3 W] -> [N, heads, T, T]. */
function probabilities(qkv: Tensor3D, heads: number, mask?: Tensor2D): Tensor {
  const [N, T, width] = qkv.shape;
  const split = tf.transpose(tf.reshape(qkv, [N, T, 3, heads, width / 3 / heads]), [2, 0, 3, 1, 4]);
  const [q, k] = tf.unstack(split) as [Tensor4D, Tensor4D]; // [N, heads, T, D] each
  return attentionProbabilities(q, k, mask);
}

/** Multi-head self-attention: x [N, T, W] -> [N, T, W]. */
export function attend(x: Tensor3D, p: Scope, heads: number, mask?: Tensor2D): Tensor3D {
  const qkv = linear(x, p.weight<Tensor2D>('in_proj_weight'), p.weight<Tensor1D>('in_proj_bias')) as Tensor3D; // [N, T, 3 W]
  p.observe('probs', () => probabilities(qkv, heads, mask));
  const joined = selfAttention(qkv, heads, mask); // [N, T, W]
  return linear(joined, p.weight<Tensor2D>('out_proj.weight'), p.weight<Tensor1D>('out_proj.bias')) as Tensor3D;
}

/** x [N, T, W] through a hidden layer of `mlpWidth`: [N, T, W]. */
export function mlp(x: Tensor3D, p: Scope, config: TransformerConfig): Tensor3D {
  const hidden = linear(x, p.weight<Tensor2D>('c_fc.weight'), p.weight<Tensor1D>('c_fc.bias'), config.activation);
  return linear(hidden, p.weight<Tensor2D>('c_proj.weight'), p.weight<Tensor1D>('c_proj.bias')) as Tensor3D;
}

function residualBlock(x: Tensor3D, p: Scope, config: TransformerConfig, mask?: Tensor2D): Tensor3D {
  const attended = attend(normalize(x, p, 'ln_1', config), p.within('attn'), config.heads, mask);
  p.observe('attn_out', () => attended);
  const y: Tensor3D = tf.add(x, attended);
  const transformed = mlp(normalize(y, p, 'ln_2', config), p.within('mlp'), config);
  p.observe('mlp_out', () => transformed);
  return tf.add(y, transformed);
}

/**
 * The stack of pre-norm residual attention blocks that both towers share (paper sec 2.4): x [N, T, W] -> [N, T, W].
 * `mask` [T, T] is added to the attention scores. It takes x over and frees every block's activations, but for what a
 * gradient needs.
 */
export function transformer(x: Tensor3D, p: Scope, config: TransformerConfig, mask?: Tensor2D): Tensor3D {
  let activations = x;
  for (let k = 0; k < config.layers; k++) {
    const inputs = activations;
    const block = p.within(`transformer.resblocks.${k}`, `block.${k}`);
    activations = tf.tidy(() => residualBlock(inputs, block, config, mask));
    inputs.dispose();
    const outputs = activations;
    p.observe(`block.${k}`, () => outputs);
  }
  return activations;
}

/**
 * Tensors of the stack. They start as GPT-2's do, as the released text towers did: what adds to the residual stream is
 * scaled down by the square root of the number of additions (paper sec 2.4, Radford et al. 2019), `additions` a layer.
 */
export function transformerSpec({ width, layers, mlpWidth }: TransformerConfig, additions = 2): ParameterSpec[] {
  const normal = (std: number) => ({ kind: 'normal', std }) as const;
  const attentionStd = width ** -0.5;
  const residualStd = (additions * width * layers) ** -0.5;
  return Array.from({ length: layers }, (_, k) =>
    prefixed(`transformer.resblocks.${k}`, [
      ...layerNormSpec('ln_1', width),
      trained('attn.in_proj_weight', [3 * width, width], normal(attentionStd)),
      trained('attn.in_proj_bias', [3 * width], { kind: 'zeros' }),
      ...zeroBiasedLinearSpec('attn.out_proj', width, width, normal(residualStd)),
      ...layerNormSpec('ln_2', width),
      ...zeroBiasedLinearSpec('mlp.c_fc', width, mlpWidth, normal((2 * width) ** -0.5)),
      ...zeroBiasedLinearSpec('mlp.c_proj', mlpWidth, width, normal(residualStd)),
    ]),
  ).flat();
}
