import { describe, expect, it } from 'vitest';
import { sealSplit } from '../../../lib/datasets/sealedSplit.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { evaluateProbe, selectProbe } from '../../../lib/eval/probe/evaluateProbe.js';
import { joinLabeled, type LabeledFeatures } from '../../../lib/eval/probe/labeledFeatures.js';
import { createProbeFitter, linearLogits, linearProbe } from '../../../lib/eval/probe/linearProbe.js';
import { UserError } from '../../../lib/io/userError.js';

const matrix = (rows: number, ...data: number[]): Matrix => ({
  data: Float32Array.from(data),
  rows,
  columns: data.length / rows,
});
const features = matrix(3, 0, 1, 1, 0, 2, 3);
const labels = Int32Array.of(0, 1, 0);
const set: LabeledFeatures = { features, labels };
const notFinite = matrix(3, 0, 1, 1, 0, 2, NaN);
const remedy = 'are not finite (NaN): compute them again with sound weights and images.';
const fit = (options: object): unknown => linearProbe(features, labels, 2, { C: 1, ...options });
const classifier = { weights: matrix(2, 1, 2, 3, 4), intercepts: Float64Array.of(0, 1) };

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  'one class to fit': [
    () => createProbeFitter(features, labels, 1),
    'the number of classes is 1, expected a whole number of 2 or more.',
  ],
  'features to fit that are not finite': [
    () => createProbeFitter(notFinite, labels, 2),
    `the features of sample 3 of 3 ${remedy}`,
  ],
  'samples without a feature': [
    () => createProbeFitter({ data: new Float32Array(), rows: 3, columns: 0 }, labels, 2),
    'the number of features is 0, expected a whole number of 1 or more.',
  ],
  'fewer labels than samples': [
    () => createProbeFitter(features, labels.slice(1), 2),
    'there are 2 labels for 3 rows of features, expected one for each.',
  ],
  'no iterations': [() => fit({ maxIterations: 0 }), 'the most iterations is 0, expected a whole number of 1 or more.'],
  'a tolerance below 0': [() => fit({ tolerance: -1 }), 'the tolerance is -1, expected a number of 0 or more.'],
  'a text as C': [() => fit({ C: '1' }), 'C must be a number above 0, not "1".'],
  'an infinite C': [() => fit({ C: Infinity }), 'C must be a number above 0, not Infinity.'],
  'a start of another width': [
    () => fit({ start: { ...classifier, weights: matrix(2, 1, 2) } }),
    'The start has weights of 2 x 1, expected 2 x 2.',
  ],
  'a start of other classes': [
    () => fit({ start: { ...classifier, weights: matrix(1, 1, 2) } }),
    'The start has weights of 1 x 2, expected 2 x 2.',
  ],
  'a start that is not finite': [
    () => fit({ start: { ...classifier, weights: matrix(2, 1, 2, NaN, 4) } }),
    `the weights of the start of class 2 of 2 ${remedy}`,
  ],
  'a start without its intercepts': [
    () => fit({ start: { ...classifier, intercepts: Float64Array.of(0) } }),
    'there are 1 intercepts for 2 classes, expected one for each.',
  ],
  'a prior of another width': [
    () => fit({ prior: { ...classifier, weights: matrix(2, 1, 2) } }),
    'The prior has weights of 2 x 1, expected 2 x 2.',
  ],
  'a classifier without intercepts': [
    () => linearLogits({ weights: classifier.weights } as never, features),
    'there are no intercepts for 2 classes, expected one for each.',
  ],
  'an intercept that is not finite': [
    () => linearLogits({ ...classifier, intercepts: Float64Array.of(0, NaN) }, features),
    'the intercept of class 1 is NaN, expected a finite number; fit the classifier again.',
  ],
  'features of other widths, joined': [
    () => joinLabeled([set, { features: matrix(3, 1, 2, 3), labels }]),
    'cannot stack 1 columns below 2: take all rows from one model.',
  ],
  'one class to choose among': [
    () => selectProbe(set, set, 1),
    'the number of classes is 1, expected a whole number of 2 or more.',
  ],
  'fewer labels to choose by than samples': [
    () => selectProbe(set, { ...set, labels: labels.slice(1) }, 2),
    'there are 2 labels for 3 samples of the validation split, expected one for each.',
  ],
  'sets of labels of fewer classes': [
    () => selectProbe({ ...set, labelSets: Uint8Array.of(1, 0, 1) }, set, 2),
    '3 labels for 3 samples of 2 classes, expected 6: 1 where a sample has a class, else 0.',
  ],
  'a test split that is not finite': [
    () => evaluateProbe(set, set, sealSplit('test', { features: notFinite, labels }), 2),
    `the features of the test split of row 3 of 3 ${remedy}`,
  ],
};

describe('what a probe cannot be fitted to is refused, in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', (_, [attempt, sentence]) => {
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(new UserError(sentence));
  });
});
