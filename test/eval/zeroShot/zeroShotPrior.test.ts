import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { normalizeRows, type Matrix } from '../../../lib/eval/matrix.js';
import { linearLogits } from '../../../lib/eval/probe/linearProbe.js';
import { zeroShotLogits, zeroShotPrior } from '../../../lib/eval/zeroShot/zeroShot.js';
import { expectClose } from '../../fixtures/close.js';

const random = createRandom(1);
const draw = (rows: number, columns: number): Matrix => ({
  data: Float32Array.from({ length: rows * columns }, () => random.normal()),
  rows,
  columns,
});

it('as a linear classifier of unit features has the logits of zero-shot', () => {
  const [features, classifier] = [draw(6, 5), normalizeRows(draw(3, 5))];
  const prior = zeroShotPrior(classifier, 30);
  expect(prior.intercepts).toEqual(new Float64Array(3));
  const { data, rows, columns } = linearLogits(prior, normalizeRows(features));
  expect([rows, columns]).toEqual([6, 3]);
  expectClose(data, zeroShotLogits(features, classifier, 30).data, 1e-5);
});
