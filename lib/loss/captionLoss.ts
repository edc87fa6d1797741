import { UserError } from '../io/userError.js';
import { requireWhole } from '../io/requireWhole.js';
import { crossEntropy } from '../engine/crossEntropy.js';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../engine/tf.js';
import { endPositions } from '../models/endPositions.js';

/**
 * What a language model is to predict of N captions, of which every token but the first is predicted from those before
 * it.
 */
export interface CaptionTargets {
  /** Tokens that the longest caption's prediction reads: all but its last. */
  readonly length: number;
  /** Which of the N * length predictions count: those that are not behind a caption's end. */
  readonly rows: Int32Array;
  /** The token each of them should be; the end token is the last of a caption. */
  readonly ids: Int32Array;
  /** Which caption each of them is of. */
  readonly captions: Int32Array;
}

/**
 * The targets of tokens [N, L] int32. Padding is what lies behind the end token, not what has the id 0, which is also
 * "!".
 * @example
 * const { tokenizer } = await loadModel();
 * const tokens = tokenizer.tokenize(['a cat', 'a dog']);
 * const { ids } = captionTargets(tf.tensor2d(tokens, [2, tokenizer.contextLength], 'int32'));
 */
export function captionTargets(tokens: Tensor2D): CaptionTargets {
  const ends = endPositions(tokens);
  const ids = tokens.dataSync<'int32'>();
  const L = tokens.shape[1];
  const length = Math.max(...ends);
  const places = ends.flatMap((end, n) => Array.from({ length: end }, (_, t) => [n, t] as const));
  return {
    length,
    rows: Int32Array.from(places, ([n, t]) => n * length + t),
    ids: Int32Array.from(places, ([n, t]) => ids[n * L + t + 1]!),
    captions: Int32Array.from(places, ([n]) => n),
  };
}

/**
 * The language model's loss: cross-entropy of the next token in nats, the mean over all target tokens of the batch
 * (paper sec 2.3 gives no formula; this is VirTex's and the common one). logits [M, vocab] are those of `rows`, `ids`
 * the targets [M].
 * @throws UserError where there are not as many, or a target is no token
 * @example
 * const targets = captionTargets(tf.tensor2d([[0, 7, 9]], [1, 3], 'int32'));
 * captionLoss(tf.zeros([targets.ids.length, 10]), targets).dataSync()[0]; // ln 10: nothing is known
 */
export function captionLoss(logits: Tensor2D, { ids }: Pick<CaptionTargets, 'ids'>): Scalar {
  const [rows, vocabulary] = logits.shape;
  if (ids.length !== rows || rows === 0)
    throw new UserError(
      `${ids.length} target tokens for ${rows} rows of logits, expected one for each of one or more.`,
    );
  ids.forEach((id) => requireWhole(id, 'a target token', 0, vocabulary - 1));
  return tf.tidy(() => tf.mean(crossEntropy(logits, tf.tensor1d(ids, 'int32') as Tensor1D)));
}
