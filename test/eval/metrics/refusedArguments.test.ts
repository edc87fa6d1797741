import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { elevenPointMap, elevenPointPrecision } from '../../../lib/eval/metrics/elevenPointMap.js';
import { meanPerClassAccuracy } from '../../../lib/eval/metrics/meanPerClassAccuracy.js';
import { requireLabels } from '../../../lib/eval/metrics/requireLabels.js';
import { metricValue, resultRows } from '../../../lib/eval/metrics/resultRows.js';
import { recallAtK, retrievalRanks } from '../../../lib/eval/metrics/retrievalRecall.js';
import { oneVsRestAuc, rocAuc } from '../../../lib/eval/metrics/rocAuc.js';
import { predictions, topKAccuracy, topKCorrect } from '../../../lib/eval/metrics/topKAccuracy.js';
import { UserError } from '../../../lib/io/userError.js';

/** Two rows. */
const matrix = (...data: number[]): Matrix => ({ data: Float32Array.from(data), rows: 2, columns: data.length / 2 });
const sound = matrix(1, 2, 3, 4);
const notFinite = matrix(1, 2, 3, NaN);
const remedy = 'are not finite (NaN): compute them again with sound weights and images.';
const order = 'expected a finite number; samples cannot be put in order by it.';
const labels = Int32Array.of(0, 1);

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  'labels that are none': [
    () => requireLabels(undefined as never, 2, 2),
    'there are no labels for 2 rows, expected one for each.',
  ],
  'labels that are null': [
    () => requireLabels(null as never, 2, 2),
    'there are no labels for 2 rows, expected one for each.',
  ],
  'a text in place of labels': [
    () => requireLabels('ab' as never, 2, 2),
    'label 0 is a, and there are 2 classes: classes are numbered 0 to 1.',
  ],
  'a label beyond the classes': [
    () => requireLabels([0, 3], 2, 3),
    'label 1 is 3, and there are 3 classes: classes are numbered 0 to 2.',
  ],
  'a rank below 0': [() => recallAtK(Int32Array.of(0, -1), 1), 'rank 1 is -1, expected a whole number of 0 or more.'],
  'fewer sets of labels than samples': [
    () => elevenPointMap(matrix(1, 2, 3, 4, 5, 6), [1, 0]),
    '2 labels for 2 samples of 3 classes, expected 6: 1 where a sample has a class, else 0.',
  ],
  'a set of labels that holds another number': [
    () => elevenPointMap(matrix(1, 2, 3, 4, 5, 6), [1, 0, 1, 0, 2, 0]),
    'class 1 of sample 1 is 2, expected 1 where the sample has it, else 0.',
  ],
  'scores of the mean precision': [() => elevenPointMap(notFinite, [1, 0, 0, 1]), `the scores of row 2 of 2 ${remedy}`],
  'a score of the precision': [() => elevenPointPrecision([1, NaN], [1, 0]), `score 1 is NaN, ${order}`],
  'a score of the ROC curve': [() => rocAuc([1, -Infinity], [1, 0]), `score 1 is -Infinity, ${order}`],
  'fewer scores than labels of a ROC curve': [
    () => rocAuc([1], [1, 0]),
    'there are 2 labels for 1 scores, expected one for each.',
  ],
  'probabilities of classes against the rest': [
    () => oneVsRestAuc(notFinite, labels),
    `the probabilities of row 2 of 2 ${remedy}`,
  ],
  'scores to predict from': [() => predictions(notFinite), `the scores of row 2 of 2 ${remedy}`],
  'scores without a class': [
    () => predictions(matrix()),
    'the number of classes is 0, expected a whole number of 1 or more.',
  ],
  'scores of which the best are sought': [
    () => topKCorrect(notFinite, labels, 1),
    `the scores of row 2 of 2 ${remedy}`,
  ],
  'the 0 best': [() => topKAccuracy(sound, labels, 0), 'k is 0, expected a whole number of 1 or more.'],
  'recall among the 0 best': [() => recallAtK(Int32Array.of(0), 0), 'k is 0, expected a whole number of 1 or more.'],
  'no ranks': [
    () => recallAtK(undefined as never, 1),
    'there is no query, so there is no recall: give the ranks of retrievalRanks.',
  ],
  'similarities that are not finite': [
    () => retrievalRanks(notFinite, [0, 1]),
    `the similarities of image 2 of 2 ${remedy}`,
  ],
  'an image that there is not': [
    () => retrievalRanks(sound, [0, 2]),
    'the image of text 1 is 2, expected a whole number from 0 to 1.',
  ],
  'no texts': [
    () => retrievalRanks({ data: new Float32Array(), rows: 2, columns: 0 }, []),
    '0 images for 0 texts, expected the image of each of one text or more.',
  ],
  'a prediction that is no class': [
    () => meanPerClassAccuracy([0, 0.5], labels),
    'prediction 1 is 0.5, expected a whole number of 0 or more.',
  ],
  'a label below 0': [
    () => meanPerClassAccuracy(labels, [-1, 0]),
    'label 0 is -1, expected a whole number of 0 or more.',
  ],
  'a metric that there is not': [
    () => metricValue('precision' as never, sound, labels),
    'the metric is "precision", expected one of accuracy, meanPerClass, meanTop1Top5, rocAuc, elevenPointMap.',
  ],
  'a name that every object has, as a metric': [
    () => metricValue('toString' as never, sound, labels),
    'the metric is "toString", expected one of accuracy, meanPerClass, meanTop1Top5, rocAuc, elevenPointMap.',
  ],
  'scores of a task': [() => metricValue('accuracy', notFinite, labels), `the scores of sample 2 of 2 ${remedy}`],
  'fewer labels of a task than samples': [
    () => metricValue('accuracy', sound, Int32Array.of(0)),
    'there are 1 labels for 2 samples, expected one for each.',
  ],
};

describe('what a metric cannot be of is refused, in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', (_, [attempt, sentence]) => {
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(new UserError(sentence));
  });

  it('whether the interval is asked for or not', async () => {
    const rows = resultRows({ task: 't', method: 'm', metric: 'none' as never }, sound, labels, createRandom(1));
    await expect(rows).rejects.toThrow('the metric is "none", expected one of accuracy');
  });
});
