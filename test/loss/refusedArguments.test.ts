import { describe, expect, it } from 'vitest';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { UserError } from '../../lib/io/userError.js';
import { bagOfWords, bagOfWordsLoss } from '../../lib/loss/bagOfWordsLoss.js';
import { captionLoss } from '../../lib/loss/captionLoss.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { cutPairs } from '../../lib/loss/gradientCache.js';
import { labelLoss } from '../../lib/loss/labelLoss.js';
import { ntXentLoss } from '../../lib/loss/ntXentLoss.js';

const ones = (...shape: number[]): Tensor2D => tf.ones(shape as [number, number]);
const ids = (...values: number[]): Tensor1D => tf.tensor1d(values, 'int32');
const scale = (): Tensor => tf.scalar(0);
const tokens = (...values: number[]): Tensor2D => tf.tensor2d(values, [1, values.length], 'int32');

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  'features of other lengths': [
    () => contrastiveLoss(ones(2, 3), ones(2, 4), scale()),
    'images [2, 3] and texts [2, 4] are no pairs, expected [N, D] of both.',
  ],
  'features with a third axis': [
    () => contrastiveLoss(ones(2, 3, 1), ones(2, 3, 1), scale()),
    'images [2, 3, 1] and texts [2, 3, 1] are no pairs, expected [N, D] of both.',
  ],
  'no features': [
    () => contrastiveLoss(ones(0, 3), ones(0, 3), scale()),
    'images [0, 3] and texts [0, 3] are no pairs, expected [N, D] of both.',
  ],
  'an odd number of views': [
    () => ntXentLoss(ones(3, 4)),
    'views [3, 4] are no pairs, expected [2 N, D], two of each image.',
  ],
  'no views': [() => ntXentLoss(ones(0, 4)), 'views [0, 4] are no pairs, expected [2 N, D], two of each image.'],
  'a temperature of 0': [() => ntXentLoss(ones(2, 4), 0), 'the temperature is 0, expected a number above 0.'],
  'a temperature that is none': [
    () => ntXentLoss(ones(2, 4), NaN),
    'the temperature is NaN, expected a number above 0.',
  ],
  'more labels than rows': [
    () => labelLoss(ones(2, 3), ids(0, 1, 2)),
    '3 labels for 2 rows of logits, expected one for each.',
  ],
  'a label beyond the classes': [
    () => labelLoss(ones(2, 3), ids(0, 3)),
    'a label is 3, expected a whole number from -1 to 2.',
  ],
  'a label below "unknown"': [
    () => labelLoss(ones(2, 3), ids(-2, 0)),
    'a label is -2, expected a whole number from -1 to 2.',
  ],
  'fewer targets than rows': [
    () => captionLoss(ones(2, 3), { ids: Int32Array.of(1) }),
    '1 target tokens for 2 rows of logits, expected one for each of one or more.',
  ],
  'no targets': [
    () => captionLoss(ones(0, 3), { ids: Int32Array.of() }),
    '0 target tokens for 0 rows of logits, expected one for each of one or more.',
  ],
  'a target beyond the vocabulary': [
    () => captionLoss(ones(1, 3), { ids: Int32Array.of(3) }),
    'a target token is 3, expected a whole number from 0 to 2.',
  ],
  'bags of another vocabulary': [
    () => bagOfWordsLoss(ones(2, 3), ones(2, 4)),
    'logits [2, 3] for bags [2, 4], expected [N, vocab] of both.',
  ],
  'no bags': [
    () => bagOfWordsLoss(ones(0, 3), ones(0, 3)),
    'logits [0, 3] for bags [0, 3], expected [N, vocab] of both.',
  ],
  'a reading that there is not': [
    () => bagOfWordsLoss(ones(1, 3), ones(1, 3), 'sigmoid' as never),
    'the reading is "sigmoid", expected "softmax" or "binary".',
  ],
  'a token beyond the vocabulary': [
    () => bagOfWords(tokens(1, 5, 3), 5),
    'a token is 5, expected a whole number from 0 to 4.',
  ],
  'a token below 0': [() => bagOfWords(tokens(1, -1, 3), 5), 'a token is -1, expected a whole number from 0 to 4.'],
  'a vocabulary of nothing': [
    () => bagOfWords(tokens(1, 2, 3), 0),
    'the size of the vocabulary is 0, expected a whole number of 1 or more.',
  ],
  'chunks of nothing': [
    () => cutPairs(tf.ones([2, 4, 4, 3]) as Tensor4D, tokens(1, 2), 0),
    'the chunk size is 0, expected a whole number of 1 or more.',
  ],
  'images without their texts': [
    () => cutPairs(tf.ones([2, 4, 4, 3]) as Tensor4D, tokens(1, 2), 1),
    '2 images and 1 texts are no pairs: give as many of each.',
  ],
};

describe('what a loss cannot be of is refused, in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', (_, [attempt, sentence]) => {
    tf.tidy(() => {
      expect(attempt).toThrow(UserError);
      expect(attempt).toThrow(new UserError(sentence));
    });
  });
});

describe('the least and the greatest that is allowed is taken', () => {
  it.each([
    ['labels', () => labelLoss(ones(3, 3), ids(-1, 0, 2))],
    ['target tokens', () => captionLoss(ones(2, 3), { ids: Int32Array.of(0, 2) })],
    ['one pair', () => contrastiveLoss(ones(1, 3), ones(1, 3), scale())],
    ['two views', () => ntXentLoss(ones(2, 3), 1e-3)],
  ])('%s', (_, loss) => {
    expect(tf.tidy(() => loss().dataSync()[0])).not.toBeNaN();
  });

  it('tokens', () => {
    // Start 3, the words 0 and 1, end 4: the greatest of the five ids, where the caption ends.
    const bag = tf.tidy(() => [...bagOfWords(tokens(3, 0, 1, 4), 5).dataSync()]);
    expect(bag).toEqual([1, 1, 0, 0, 0]);
  });
});
