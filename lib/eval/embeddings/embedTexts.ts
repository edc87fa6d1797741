import { tf } from '../../engine/tf.js';
import { requireTexts } from '../../io/requireTexts.js';
import type { Clip } from '../../models/clip.js';
import { requireClip } from '../../models/requireClip.js';
import { requireTokenizer } from '../../text/requireTokenizer.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import { embedBatches, type EmbedOptions } from './embedImages.js';
import type { Matrix } from '../matrix.js';

/**
 * The text tower's features of texts, [N, D], of any length; texts past the context length are cut.
 * @throws UserError where the model or the tokenizer is none, the texts are no list of strings, or the model's output
 *   is not finite, naming the text
 * @example
 * const { model, tokenizer } = await loadModel();
 * const vectors = normalizeRows(await embedTexts(model, tokenizer, ['a cat', 'a dog'])); // [2, D]
 * innerProducts(vectors, vectors).data[1]; // the cosine of the two
 */
export async function embedTexts(
  model: Clip,
  tokenizer: Tokenizer,
  texts: readonly string[],
  options: EmbedOptions = {},
): Promise<Matrix> {
  requireClip(model);
  requireTokenizer(tokenizer);
  requireTexts(texts, 'the texts', 0);
  const mode = { training: false, precision: options.precision ?? 'fp32' };
  return embedBatches(texts.length, 'texts', model.config.embedDim, options, (begin, end) =>
    tf.tidy(() => {
      const tokens = tokenizer.tokenize(texts.slice(begin, end));
      const rows = tf.tensor2d(tokens, [end - begin, tokenizer.contextLength], 'int32');
      return model.encodeText(rows, mode).dataSync<'float32'>();
    }),
  );
}
