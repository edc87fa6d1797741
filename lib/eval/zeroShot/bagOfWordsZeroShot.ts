import { tf, type Tensor2D } from '../../engine/tf.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { requireImages } from '../../image/requireImages.js';
import { toPixels } from '../../image/toPixels.js';
import { requireTexts } from '../../io/requireTexts.js';
import { UserError } from '../../io/userError.js';
import { bagOfWords } from '../../loss/bagOfWordsLoss.js';
import type { Clip } from '../../models/clip.js';
import { linearHead } from '../../models/linearHead.js';
import type { Parameters } from '../../models/parameters.js';
import type { Mode } from '../../models/scope.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import { WORDS } from '../../train/objectives/bagOfWords.js';
import { extraScope } from '../../train/objectives/extraScope.js';
import { defaultImageBatch, embedBatches, type EmbedOptions } from '../embeddings/embedImages.js';
import type { Matrix } from '../matrix.js';

/** The words of each name in equal shares: [classes, vocab]. @throws UserError where a name has none */
function wordShares(tokenizer: Tokenizer, classNames: readonly string[]): Tensor2D {
  return tf.tidy(() => {
    const ids = tokenizer.tokenize(classNames);
    const tokens = tf.tensor2d(ids, [classNames.length, tokenizer.contextLength], 'int32');
    const bags = bagOfWords(tokens, tokenizer.vocabSize);
    const counts = tf.sum(bags, 1, true);
    const empty = counts.dataSync().indexOf(0);
    if (empty >= 0)
      throw new UserError(`class ${empty} ("${classNames[empty]}") has no words to be predicted: give it a name.`);
    return tf.div(bags, counts);
  });
}

/**
 * Zero-shot classification by predicted words (paper sec 2.3, Figure 2): a class's logit is the mean log-probability,
 * in nats, of its name's distinct tokens under the softmax over the vocabulary. The mean and not the sum, which would
 * rank a class by how few words its name has.
 * @param extra the tensors of the objective `bag-of-words`
 * @returns [N, classes]
 * @throws UserError where names or images are none, or the model's output is not finite, naming the image
 * @example
 * const { pairs } = await suitePairs();
 * const tokenizer = createTokenizer(trainBpe(pairs.captions.flat(), { merges: 1024 }), 32);
 * // The `watch` of `train` for a recipe of the objective `bag-of-words`: it is handed the predictor's tensors.
 * const watch = async (model: Clip, predictor: Parameters) => {
 *   show(softmaxRows(await bagOfWordsZeroShotLogits(model, predictor, tokenizer, pairs.images, ['cat', 'dog'])));
 *   return {};
 * };
 */
export async function bagOfWordsZeroShotLogits(
  model: Clip,
  extra: Parameters,
  tokenizer: Tokenizer,
  images: ImageBatch,
  classNames: readonly string[],
  options: EmbedOptions = {},
): Promise<Matrix> {
  requireTexts(classNames, 'the class names');
  requireImages(images);
  const { config } = model;
  const mode: Mode = { training: false, precision: options.precision ?? 'fp32' };
  const batchSize = defaultImageBatch(model);
  const shares = wordShares(tokenizer, classNames);
  try {
    return await embedBatches(images.count, 'images', classNames.length, { batchSize, ...options }, (begin, end) =>
      tf.tidy(() => {
        const pixels = toPixels(images, config.vision.imageSize, config, begin, end);
        const features = model.encodeImage(pixels, mode, { projected: false });
        const logits = linearHead(features, extraScope(extra, mode, ''), WORDS);
        return tf.matMul(tf.logSoftmax(logits), shares, false, true).dataSync<'float32'>();
      }),
    );
  } finally {
    shares.dispose();
  }
}
