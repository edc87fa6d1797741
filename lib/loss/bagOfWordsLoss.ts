import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { requireWhole } from '../io/requireWhole.js';
import { tf, type Scalar, type Tensor2D } from '../engine/tf.js';
import { endPositions } from '../models/endPositions.js';

/**
 * 1 for every distinct token of a caption between its start and its end, else 0: tokens [N, L] int32 -> [N, vocabSize].
 * @throws UserError for a token beyond it
 * @example
 * const { tokenizer } = await loadModel();
 * const tokens = tf.tensor2d(tokenizer.tokenize(['a cat']), [1, tokenizer.contextLength], 'int32');
 * bagOfWords(tokens, tokenizer.vocabSize); // [1, vocabSize], 1 for each token of the caption
 */
export function bagOfWords(tokens: Tensor2D, vocabSize: number): Tensor2D {
  const [N, L] = tokens.shape;
  const ids = tokens.dataSync<'int32'>();
  requireWhole(vocabSize, 'the size of the vocabulary', 1);
  for (const id of ids) requireWhole(id, 'a token', 0, vocabSize - 1);
  const bags = new Float32Array(N * vocabSize);
  endPositions(tokens).forEach((end, n) => {
    for (let t = 1; t < end; t++) bags[n * vocabSize + ids[n * L + t]!] = 1;
  });
  return tf.tensor2d(bags, [N, vocabSize]);
}

/**
 * How a bag of words is predicted; the paper (sec 2.3, Figure 2) names the task and gives no formula. `softmax`:
 * cross-entropy of a softmax over the vocabulary with the caption's words in equal shares, a mean over captions that
 * have words. `binary`: whether each word of the vocabulary is there, binary cross-entropy summed over the vocabulary,
 * a mean over captions.
 */
export type BagOfWordsReading = 'softmax' | 'binary';

function softmaxLoss(logits: Tensor2D, bags: Tensor2D): Scalar {
  const words = tf.sum(bags, 1, true); // [N, 1]
  const shares = tf.div(bags, tf.maximum(words, 1));
  const rows = tf.sum(tf.mul(tf.neg(tf.logSoftmax(logits)), shares), 1); // [N]
  return tf.div(tf.sum(rows), tf.maximum(tf.sum(tf.minimum(words, 1)), 1));
}

function binaryLoss(logits: Tensor2D, bags: Tensor2D): Scalar {
  // softplus(x) - x y is -log of the right answer's probability, for both answers.
  return tf.mean(tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, bags)), 1));
}

/**
 * The loss of predicting which words a caption has, in nats: logits [N, vocab], bags [N, vocab] of 0 and 1. The softmax
 * is the default: it is what Joulin et al. (2016), whose task this is, preferred, its gradients do not shrink into a
 * vocabulary's thousands of absent words, and its log-probabilities rank classes as they are.
 * @example
 * const bags = tf.tensor2d([[1, 0, 1, 0]]);
 * bagOfWordsLoss(tf.zeros([1, 4]), bags).dataSync()[0]; // ln 4: nothing is known
 */
export function bagOfWordsLoss(logits: Tensor2D, bags: Tensor2D, reading: BagOfWordsReading = 'softmax'): Scalar {
  if (logits.shape.join() !== bags.shape.join() || logits.size === 0)
    throw new UserError(
      `logits [${logits.shape.join(', ')}] for bags [${bags.shape.join(', ')}], expected [N, vocab] of both.`,
    );
  if (reading !== 'softmax' && reading !== 'binary')
    throw new UserError(`the reading is ${told(reading)}, expected "softmax" or "binary".`);
  return tf.tidy(() => (reading === 'softmax' ? softmaxLoss(logits, bags) : binaryLoss(logits, bags)));
}
