import { expect, it } from 'vitest';
import { joinLabeled, onePerLabel, requireLabeled } from '../../../lib/eval/probe/labeledFeatures.js';
import { UserError } from '../../../lib/io/userError.js';

const features = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, columns: 2 };
const labels = Int32Array.of(1, 0, 2);

it('makes of an image with several labels as many images with one each', () => {
  // The first has the labels 0 and 1, the second none, the third all three.
  const labelSets = Uint8Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1);
  expect(onePerLabel({ features, labels, labelSets })).toEqual({
    features: { data: Float32Array.of(1, 2, 1, 2, 5, 6, 5, 6, 5, 6), rows: 5, columns: 2 },
    labels: Int32Array.of(0, 1, 0, 1, 2),
  });
  expect(onePerLabel({ features, labels })).toEqual({ features, labels });
});

it('puts sets one behind the other', () => {
  const other = { features: { data: Float32Array.of(7, 8), rows: 1, columns: 2 }, labels: Int32Array.of(9) };
  expect(joinLabeled([{ features, labels }, other])).toEqual({
    features: { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), rows: 4, columns: 2 },
    labels: Int32Array.of(1, 0, 2, 9),
  });
});

it('refuses a split without samples, naming it', () => {
  const none = { features: { data: new Float32Array(), rows: 0, columns: 2 }, labels: new Int32Array() };
  expect(() => requireLabeled(none, 3, 'the test split')).toThrow(
    new UserError('the test split is empty: give it at least one sample.'),
  );
});
