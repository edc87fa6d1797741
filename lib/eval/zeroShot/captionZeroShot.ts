import { crossEntropy } from '../../engine/crossEntropy.js';
import { tf, type Tensor2D, type Tensor3D } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { requireImages } from '../../image/requireImages.js';
import { toPixels } from '../../image/toPixels.js';
import { breathe } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { requireWhole } from '../../io/requireWhole.js';
import { captionTargets } from '../../loss/captionLoss.js';
import { captionLogits } from '../../loss/imageCaptionLoss.js';
import { captionDecoderConfig } from '../../models/captionDecoderConfig.js';
import type { Clip } from '../../models/clip.js';
import type { Parameters } from '../../models/parameters.js';
import type { Mode, Scope } from '../../models/scope.js';
import { fillTemplate } from '../../text/fillTemplate.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import { DECODER } from '../../train/objectives/caption.js';
import { extraScope } from '../../train/objectives/extraScope.js';
import type { EmbedOptions } from '../embeddings/embedImages.js';
import type { Matrix } from '../matrix.js';
import { requireFiniteFeatures } from '../../models/requireFiniteFeatures.js';
import { requirePrompts } from './zeroShot.js';

/** Images that go through the image tower at once. */
const IMAGES = 32;

/**
 * Log-likelihood of caption k, tokens [M, L], given image k, grid [M, P, C]: the sum over its tokens, the end's
 * included.
 */
function logLikelihoods(model: Clip, grid: Tensor3D, tokens: Tensor2D, p: Scope): Float32Array {
  const sums = new Float32Array(tokens.shape[0]);
  const targets = captionTargets(tokens);
  const losses = tf.tidy(() => {
    const logits = captionLogits(grid, tokens, targets, p, captionDecoderConfig(model.config));
    return crossEntropy(logits, tf.tensor1d(targets.ids, 'int32')).dataSync<'float32'>();
  });
  losses.forEach((loss, k) => (sums[targets.captions[k]!] = sums[targets.captions[k]!]! - loss));
  return sums;
}

/**
 * Zero-shot classification by a language model of captions (paper sec 2.3, Figure 2): a class's logit is the
 * log-likelihood, in nats, of its caption given the image, the mean over templates. Their softmax is the class's
 * probability if all captions were as likely before. Every image is read with every caption, so it costs `classes *
 * templates` passes of the decoder an image.
 * @param extra the tensors of the objective `caption` or `contrastive+caption`
 * @param templates each with `{c}` where the class name goes
 * @param options `batchSize` counts pairs of image and caption; default 256
 * @returns [N, classes]
 * @throws UserError where names, templates or images are none, or the model's output is not finite, naming the image
 * @example
 * const { pairs } = await suitePairs();
 * const tokenizer = createTokenizer(trainBpe(pairs.captions.flat(), { merges: 1024 }), 32);
 * // The `watch` of `train` for a recipe of the objective `caption`: it is handed the decoder's tensors.
 * const watch = async (model: Clip, decoder: Parameters) => {
 *   const logits = await captionZeroShotLogits(model, decoder, tokenizer, pairs.images, ['cat', 'dog'], ['a {c}']);
 *   show(softmaxRows(logits));
 *   return {};
 * };
 */
export async function captionZeroShotLogits(
  model: Clip,
  extra: Parameters,
  tokenizer: Tokenizer,
  images: ImageBatch,
  classNames: readonly string[],
  templates: readonly string[],
  { batchSize = 256, precision = 'fp32', label }: EmbedOptions = {},
): Promise<Matrix> {
  requirePrompts(classNames, templates);
  requireImages(images);
  requireWhole(batchSize, 'the batch size', 1);
  const { config } = model;
  const mode: Mode = { training: false, precision };
  const captions = classNames.flatMap((name) => templates.map((template) => fillTemplate(template, name)));
  const ids = tokenizer.tokenize(captions);
  const [N, C, L] = [images.count, captions.length, tokenizer.contextLength];
  const data = new Float32Array(N * classNames.length);
  const p = extraScope(extra, mode, `${DECODER}.`);
  const progress = label === undefined ? undefined : startProgress(`caption ${label}`, 'images', N);
  for (let begin = 0; begin < N; begin += IMAGES) {
    const end = Math.min(begin + IMAGES, N);
    const grid = tf.tidy(() => model.encodeGrid(toPixels(images, config.vision.imageSize, config, begin, end), mode));
    try {
      for (let pair = 0; pair < (end - begin) * C; pair += batchSize) {
        const pairs = Int32Array.from({ length: Math.min(batchSize, (end - begin) * C - pair) }, (_, k) => pair + k);
        const likelihoods = tf.tidy(() => {
          const rows = tf.tensor1d(
            pairs.map((k) => Math.floor(k / C)),
            'int32',
          );
          const texts = new Int32Array(pairs.length * L);
          pairs.forEach((k, at) => texts.set(ids.subarray((k % C) * L, ((k % C) + 1) * L), at * L));
          return logLikelihoods(model, tf.gather(grid, rows), tf.tensor2d(texts, [pairs.length, L], 'int32'), p);
        });
        // Pairs are image after image, class after class, template after template.
        pairs.forEach((k, at) => {
          const cell = Math.floor((begin * C + k) / templates.length);
          data[cell] = data[cell]! + likelihoods[at]! / templates.length;
        });
        await breathe();
      }
    } finally {
      grid.dispose();
    }
    progress?.advance(end - begin);
  }
  progress?.finish();
  requireFiniteFeatures(data, classNames.length, (row) => `image ${row + 1} of ${N}`);
  return { data, rows: N, columns: classNames.length };
}
