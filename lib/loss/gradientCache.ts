import { UserError } from '../io/userError.js';
import { requireWhole } from '../io/requireWhole.js';
import { tf, type Scalar, type Tensor, type Tensor2D, type Tensor4D, type Variable } from '../engine/tf.js';
import type { Clip } from '../models/clip.js';
import type { Mode } from '../models/scope.js';
import { contrastiveLoss } from './contrastiveLoss.js';

/**
 * Some pairs of a batch: pixels [n, S, S, 3], normalized, and token ids [n, L] int32. Whoever is handed them frees
 * them.
 */
export interface PairChunk {
  readonly pixels: Tensor4D;
  readonly tokens: Tensor2D;
}

/** A batch in chunks, of any sizes. Chunk k is asked for twice and must be the same both times. */
export interface ChunkedPairs {
  readonly chunks: number;
  chunk(k: number): PairChunk;
}

/**
 * A batch cut into chunks of `chunkSize` pairs, the last of them what is left. It stays its owner's.
 * @throws UserError where `chunkSize` is below 1
 * @example
 * const pairs = cutPairs(tf.zeros([10, 32, 32, 3]), tf.zeros([10, 16], 'int32'), 4);
 * pairs.chunks; // 3: of 4, 4 and 2 pairs
 */
export function cutPairs(pixels: Tensor4D, tokens: Tensor2D, chunkSize: number): ChunkedPairs {
  requireWhole(chunkSize, 'the chunk size', 1);
  const N = pixels.shape[0];
  if (tokens.shape[0] !== N)
    throw new UserError(`${N} images and ${tokens.shape[0]} texts are no pairs: give as many of each.`);
  const rows = <T extends Tensor>(x: T, k: number): T =>
    tf.slice(x, k * chunkSize, Math.min(chunkSize, N - k * chunkSize)) as T;
  return {
    chunks: Math.ceil(N / chunkSize),
    chunk: (k) => ({ pixels: rows(pixels, k), tokens: rows(tokens, k) }),
  };
}

interface CachedFeatures {
  /** By chunk, [n, D]. */
  readonly images: Tensor2D[];
  readonly texts: Tensor2D[];
}

function encodeChunks(model: Clip, pairs: ChunkedPairs, mode: Mode): CachedFeatures {
  const images: Tensor2D[] = [];
  const texts: Tensor2D[] = [];
  for (let k = 0; k < pairs.chunks; k++) {
    const { pixels, tokens } = pairs.chunk(k);
    images.push(model.encodeImage(pixels, mode));
    texts.push(model.encodeText(tokens, mode));
    tf.dispose([pixels, tokens]);
  }
  return { images, texts };
}

/**
 * The loss over the whole batch, and its gradient with respect to each chunk's features and to the log of the scale.
 */
function featureGradients(model: Clip, { images, texts }: CachedFeatures) {
  return tf.tidy(() => {
    const sizes = images.map((chunk) => chunk.shape[0]);
    const loss = (...args: Tensor[]): Scalar => contrastiveLoss(args[0] as Tensor2D, args[1] as Tensor2D, args[2]!);
    const inputs = [tf.concat(images), tf.concat(texts), model.parameters.get('logit_scale')];
    const { value, grads } = tf.valueAndGrads(loss)(inputs);
    const cut = (gradient: Tensor): Tensor2D[] => tf.split(gradient, sizes) as Tensor2D[];
    return { loss: value.dataSync()[0]!, images: cut(grads[0]!), texts: cut(grads[1]!), logScale: grads[2]! };
  });
}

/** The tracked statistics as they are now, to put back. */
function keepStatistics(model: Clip): { restore(): void } {
  const tracked = model.parameters.specs.filter(({ trainable }) => !trainable);
  const kept = tracked.map(({ name }) => {
    const variable = model.parameters.get(name);
    return { variable, value: variable.clone() };
  });
  return {
    restore: () =>
      kept.forEach(({ variable, value }) => {
        variable.assign(value);
        value.dispose();
      }),
  };
}

/**
 * Loss and gradients of a contrastive batch that is encoded in chunks, every pair still compared with the whole batch:
 * the very gradient of the batch uncut (Gao et al. 2021). Three passes: encode every chunk and keep only features; the
 * loss and its gradient with respect to them; encode every chunk again and carry that gradient back. One chunk's
 * activations are held at a time, so beside features and gradients only the loss's own N x N logits grow with the
 * batch; encoding costs one forward pass more.
 *
 * Batch normalization knows a chunk and not the batch: it uses each chunk's statistics, as the paper's used each
 * processor's, so for a ResNet this is the exact gradient of that computation and not of the batch uncut. Running
 * statistics move once for each chunk.
 *
 * Gradients are in the order of `variables`, undefined for those that the loss does not reach; whoever called frees
 * them.
 * @example
 * const { model, tokenizer } = await loadModel();
 * const { pairs } = await suitePairs();
 * const pixels = toPixels(pairs.images, model.config.vision.imageSize, model.config, 0, 64);
 * const captions = pairs.captions.slice(0, 64).map(([caption]) => caption);
 * const tokens = tf.tensor2d(tokenizer.tokenize(captions), [64, tokenizer.contextLength], 'int32');
 * const chunked = cutPairs(pixels, tokens, 16); // the memory of 16 pairs, the gradient of 64
 * const mode = { training: true, precision: 'fp32' } as const;
 * const { loss, gradients } = cachedContrastiveGradients(model, chunked, model.parameters.trainable(), mode);
 */
export function cachedContrastiveGradients(
  model: Clip,
  pairs: ChunkedPairs,
  variables: readonly Variable[],
  mode: Mode,
): { readonly loss: number; readonly gradients: (Tensor | undefined)[] } {
  const features = encodeChunks(model, pairs, mode);
  const { loss, images, texts, logScale } = featureGradients(model, features);
  tf.dispose([...features.images, ...features.texts]);
  const scale = model.parameters.get('logit_scale');
  const total = new Map<Variable, Tensor>([[scale, logScale]]);
  const reached = new Set([...variables, scale]);
  const statistics = keepStatistics(model);
  for (let k = 0; k < pairs.chunks; k++) {
    const { pixels, tokens } = pairs.chunk(k);
    const { value, grads } = tf.variableGrads(
      () =>
        tf.addN([
          tf.sum(tf.mul(model.encodeImage(pixels, mode), images[k]!)),
          tf.sum(tf.mul(model.encodeText(tokens, mode), texts[k]!)),
          // Nothing, but a path to one variable, which there must be: none of those asked for may be on another.
          tf.mul(scale, 0),
        ]) as Scalar,
      [...reached],
    );
    for (const variable of reached) {
      const gradient = grads[variable.name];
      if (!gradient) continue;
      const sum = total.get(variable);
      total.set(variable, sum ? tf.add(sum, gradient) : gradient);
      if (sum) tf.dispose([sum, gradient]);
    }
    tf.dispose([value, pixels, tokens, images[k]!, texts[k]!]);
  }
  statistics.restore();
  if (!variables.includes(scale)) total.get(scale)!.dispose();
  return { loss, gradients: variables.map((variable) => total.get(variable)) };
}
