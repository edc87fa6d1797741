import { UserError } from '../io/userError.js';
import { attention } from '../engine/attention.js';
import { toFloat32 } from '../engine/bfloat16.js';
import { linear } from '../engine/linear.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import { attentionProbabilities } from './attentionProbabilities.js';
import { causalMask } from './causalMask.js';
import type { CaptionDecoderConfig } from './captionDecoderConfig.js';
import { projectHeads } from './projectHeads.js';
import type { Scope } from './scope.js';
import { attend, mlp, normalize } from './transformer.js';

/** Multi-head attention of the caption's tokens to the image's positions: x [N, T, W], image [N, P, W] -> [N, T, W]. */
function attendToImage(x: Tensor3D, image: Tensor3D, p: Scope, heads: number): Tensor3D {
  const q = projectHeads(x, p, 'q_proj', heads); // [N, heads, T, D]
  const k = projectHeads(image, p, 'k_proj', heads); // [N, heads, P, D]
  const v = projectHeads(image, p, 'v_proj', heads);
  p.observe('probs', () => attentionProbabilities(q, k)); // [N, heads, T, P]
  const joined: Tensor = tf.reshape(tf.transpose(attention(q, k, v), [0, 2, 1, 3]), x.shape);
  return linear(joined, p.weight<Tensor2D>('out_proj.weight'), p.weight<Tensor1D>('out_proj.bias')) as Tensor3D;
}

function decoderBlock(x: Tensor3D, image: Tensor3D, p: Scope, config: CaptionDecoderConfig, mask: Tensor2D): Tensor3D {
  const y: Tensor3D = tf.add(x, attend(normalize(x, p, 'ln_1', config), p.within('attn'), config.heads, mask));
  const seen = attendToImage(normalize(y, p, 'ln_cross', config), image, p.within('cross_attn'), config.heads);
  const z: Tensor3D = tf.add(y, seen);
  return tf.add(z, mlp(normalize(z, p, 'ln_2', config), p.within('mlp'), config));
}

/**
 * The transformer that writes an image's caption, which the paper tried first (sec 2.3, Figure 2, after VirTex: Desai
 * and Johnson 2020): each token attends to those before it and to the image. tokens [N, T] int32, image features [N, P,
 * imageWidth] (a tower's grid, or pooled features as one position) -> [N, T, width] in the pass's precision; row t is
 * what is known before token t + 1. `vocabularyLogits` says which token that may be.
 * @throws UserError where there are more tokens than the context has
 */
export function captionDecoder(tokens: Tensor2D, image: Tensor3D, p: Scope, config: CaptionDecoderConfig): Tensor3D {
  const { width: W, contextLength } = config;
  const [N, T] = tokens.shape;
  if (T > contextLength)
    throw new UserError(`captions of ${T} tokens are longer than the context of ${contextLength}: shorten them.`);
  return tf.tidy(() => {
    const ids: Tensor1D = tf.reshape(tokens, [N * T]);
    const words: Tensor3D = tf.reshape(tf.gather(p.variable('token_embedding.weight'), ids), [N, T, W]);
    const positions: Tensor2D = tf.slice(p.variable<Tensor2D>('positional_embedding'), [0, 0], [T, W]);
    const normalized = normalize(p.cast(image), p, 'ln_image', config);
    const memory = linear(
      normalized,
      p.weight<Tensor2D>('image_proj.weight'),
      p.weight<Tensor1D>('image_proj.bias'),
    ) as Tensor3D; // [N, P, W]
    const mask = causalMask(T);
    let x: Tensor3D = p.cast(tf.add(words, positions));
    for (let k = 0; k < config.layers; k++) {
      const inputs = x;
      const block = p.within(`transformer.resblocks.${k}`, `block.${k}`);
      x = tf.tidy(() => decoderBlock(inputs, memory, block, config, mask));
      inputs.dispose();
      const outputs = x;
      p.observe(`block.${k}`, () => outputs);
    }
    return normalize(x, p, 'ln_final', config);
  });
}

/**
 * Logits of every token of the vocabulary, float32, by the embedding that words are read with: [M, width] -> [M,
 * vocabSize].
 */
export function vocabularyLogits(states: Tensor2D, p: Scope): Tensor2D {
  return tf.tidy(() =>
    toFloat32(linear(states, p.weight<Tensor2D>('token_embedding.weight'), p.weight<Tensor1D>('vocabulary_bias'))),
  ) as Tensor2D;
}
