import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../lib/datasets/dataset.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { averageEmbeddings, averageProbabilities } from '../../../lib/eval/zeroShot/prompts/ensembles.js';
import type { PromptEncoder } from '../../../lib/eval/zeroShot/prompts/promptEncoder.js';
import { selectTemplates } from '../../../lib/eval/zeroShot/prompts/selectTemplates.js';
import { requirePrompts, zeroShotLogits, zeroShotPrior } from '../../../lib/eval/zeroShot/zeroShot.js';
import { evaluateSetups, type ZeroShotSetup } from '../../../lib/eval/zeroShot/zeroShotSetups.js';
import { UserError } from '../../../lib/io/userError.js';

const matrix = (...data: number[]): Matrix => ({ data: Float32Array.from(data), rows: 2, columns: data.length / 2 });
const features = matrix(1, 0, 0, 1);
const classifier = matrix(0, 1, 1, 0);
const notFinite = matrix(1, 0, NaN, 1);
const remedy = 'compute them again with sound weights and images.';
const list = 'expected a list of strings such as ["dog", "cat"]';
const encoder: PromptEncoder = { logitScale: 1, prompts: () => Promise.reject(new Error('asked too early')) };
const classNames = ['cat', 'dog', 'hen'];
const trial = { classNames, metric: 'accuracy', validation: { features, labels: Int32Array.of(0, 1) } } as const;
const NO_TEMPLATE = 'Zero-shot classification needs at least one template, such as "{c}".';
/** Setups of a dataset of which nothing is looked at before they are refused. */
const measure = (setups: unknown): unknown =>
  evaluateSetups(
    {} as never,
    { classNames, metric: 'accuracy' } as unknown as Dataset,
    setups as ZeroShotSetup[],
    encoder,
  );

/** What is refused, and the whole sentence that says so. */
const REFUSED: Readonly<Record<string, readonly [() => unknown, sentence: string]>> = {
  'one name in place of several': [
    () => requirePrompts('cat' as never, ['{c}']),
    `the class names are "cat", ${list}.`,
  ],
  'one template in place of several': [
    () => requirePrompts(['cat'], '{c}' as never),
    `the templates are "{c}", ${list}.`,
  ],
  'no names': [() => requirePrompts([], ['{c}']), `the class names are 0, ${list} of 1 or more.`],
  'no templates': [() => requirePrompts(['cat'], []), NO_TEMPLATE],
  'features that are not finite': [
    () => zeroShotLogits(notFinite, classifier, 1),
    `the features of image 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'a classifier that is not finite': [
    () => zeroShotLogits(features, notFinite, 1),
    `the text features of class 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'a classifier of another width': [
    () => zeroShotLogits(features, matrix(1, 2, 3, 4, 5, 6), 1),
    'the text features have rows of 3 numbers, expected 2: take both from one model.',
  ],
  'a scale below 0': [
    () => zeroShotLogits(features, classifier, -1),
    'the logit scale is -1, expected a number of 0 or more.',
  ],
  'a scale beyond float32': [
    () => zeroShotLogits(matrix(0, 0, 1, 1, 0, 0), matrix(1, 0, 0, 0, 1, 0), 1e39),
    'a logit of image 2 is Infinity, expected a finite number; the logit scale is too large.',
  ],
  'a prior that is not finite': [
    () => zeroShotPrior(notFinite, 1),
    `the text features of class 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'a scale of a prior that is none': [
    () => zeroShotPrior(classifier, NaN),
    'the logit scale is NaN, expected a number of 0 or more.',
  ],
  'no prompts to average': [() => averageEmbeddings([]), NO_TEMPLATE],
  'prompts that are no list': [
    () => averageEmbeddings(classifier as never),
    'the text features of the templates are an object, expected a list of objects.',
  ],
  'a prompt that is not finite': [
    () => averageEmbeddings([classifier, notFinite]),
    `the text features of template 2 of class 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'a prompt of another width': [
    () => averageEmbeddings([classifier, matrix(1, 2, 3, 4, 5, 6)]),
    'the text features of template 2 have rows of 3 numbers, expected 2: take both from one model.',
  ],
  'a prompt of other classes': [
    () => averageEmbeddings([{ ...classifier, data: classifier.data.subarray(2), rows: 1 }, classifier]),
    'the text features of template 2 have 2 rows, expected 1: take both from the same samples.',
  ],
  'images that are not finite': [
    () => averageProbabilities(notFinite, [classifier], 1),
    `the features of image 2 of 2 are not finite (NaN): ${remedy}`,
  ],
  'images of another width': [
    () => averageProbabilities(matrix(1, 2, 3, 4, 5, 6), [classifier], 1),
    'the features have rows of 3 numbers, expected 2: take both from one model.',
  ],
  'a scale of probabilities that is none': [
    () => averageProbabilities(features, [classifier], NaN),
    'the logit scale is NaN, expected a number of 0 or more.',
  ],
  'no templates to choose': [
    () => selectTemplates(encoder, trial, ['{c}'], { most: 0 }),
    'the most templates is 0, expected a whole number of 1 or more.',
  ],
  'no setup': [() => measure([]), 'there is no setup to measure: give a list of at least one { name }.'],
  'a setup that is no list': [
    () => measure({ name: 'own' }),
    'there is no setup to measure: give a list of at least one { name }.',
  ],
  'a setup without a name': [
    () => measure([{ templates: ['{c}'] }]),
    "a setup is an object, expected an object with a name, such as { name: 'as it is' }.",
  ],
  'a setup that is null': [
    () => measure([null]),
    "a setup is null, expected an object with a name, such as { name: 'as it is' }.",
  ],
  'too few names': [
    () => measure([{ name: 'own', classNames: ['cat', 'dog'] }]),
    "the setup own has 2 class names, expected 3, in the labels' order.",
  ],
  'an average of something else': [
    () => measure([{ name: 'own', average: 'logits' }]),
    'the setup own averages "logits", expected "embeddings" or "probabilities".',
  ],
  'a preparation that is none': [
    () => measure([{ name: 'own', prepare: 'gray' }]),
    'the setup own prepares by "gray", expected a function of images.',
  ],
  'a metric of two classes': [
    () => measure([{ name: 'own', metric: 'rocAuc' }]),
    'a ROC curve needs two classes and not 3: take another metric.',
  ],
};

describe('what nothing can be told of is refused, in a sentence that says what was expected', () => {
  it.each(Object.entries(REFUSED))('%s', async (_, [attempt, sentence]) => {
    const refusal = await (async () => await attempt())().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).message).toBe(sentence);
  });

  it('and both ways to average are taken', async () => {
    for (const average of ['embeddings', 'probabilities', undefined])
      await expect(measure([{ name: 'own', ...(average && { average }) }])).rejects.toThrow('asked too early');
  });
});
