import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { freeRawTensors, withRawTensors } from '../../../lib/engine/rawTensors.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { minimize } from '../../../lib/eval/probe/lbfgs.js';
import { linearLogits, linearProbe } from '../../../lib/eval/probe/linearProbe.js';
import { logisticLoss } from '../../../lib/eval/probe/logisticLoss.js';
import { principalAxes } from '../../../lib/eval/probe/principalAxes.js';
import { createQuasiNewton } from '../../../lib/eval/probe/quasiNewton.js';
import { createVectorRows } from '../../../lib/eval/probe/vectorRows.js';
import { searchC } from '../../../lib/eval/probe/searchC.js';
import { tensorsLeft } from '../../fixtures/tensorsLeft.js';

const random = createRandom(11);
const draw = (rows: number, columns: number): Matrix => ({
  data: Float32Array.from({ length: rows * columns }, () => random.normal()),
  rows,
  columns,
});
const labels = Int32Array.from({ length: 20 }, (_, n) => n % 2);
const [wide, narrow] = [draw(20, 30), draw(20, 4)];
const prior = { weights: draw(2, 4), intercepts: new Float64Array(2) };

it('tensors that are kept are counted until they are freed', () => {
  const keep = () => withRawTensors((raw) => raw.keep(raw.float32(Float32Array.of(1), [1])));
  expect(tensorsLeft(() => freeRawTensors([keep()]))).toBe(0);
  expect(tensorsLeft(() => void keep())).toBe(1);
});

/** Everything of a probe that holds tensors of its own. */
const WORK: Readonly<Record<string, () => unknown>> = {
  'vector rows': () => {
    const rows = createVectorRows(2, 3);
    rows.replace(1, Float64Array.of(1, 2, 3));
    rows.addTo(Float64Array.of(0, 0, 0), rows.dots(Float64Array.of(1, 1, 1)));
    rows.dispose();
  },
  'the memory of L-BFGS': () => {
    const memory = createQuasiNewton(3, () => undefined, 2);
    memory.learn({ step: Float64Array.of(1, 0, 0), change: Float64Array.of(2, 0, 0) });
    memory.direction(Float64Array.of(1, 1, 1));
    memory.dispose();
  },
  'a descent': () => {
    const bowl = {
      rounding: 1e-15,
      evaluate: (x: Float64Array) => ({ value: x[0]! ** 2, gradient: x.map((v) => 2 * v) }),
    };
    const options = { closeEnough: () => false, precondition: () => undefined, maxIterations: 3 };
    minimize([bowl], Float64Array.of(1), options);
  },
  'principal axes, of which float64 was never asked for': () => principalAxes(narrow).dispose(),
  'the loss, in both precisions': () => {
    const axes = principalAxes(narrow);
    const loss = logisticLoss(axes, labels, 2, new Float32Array(40));
    for (const precise of loss.functions(1)) precise.evaluate(new Float64Array(10));
    loss.dispose();
    axes.dispose();
  },
  'a probe on fewer features than samples': () => linearLogits(linearProbe(narrow, labels, 2, { C: 1 }), narrow),
  'a probe on more features than samples': () => linearProbe(wide, labels, 2, { C: 1e4, tolerance: 1e-9 }),
  'a probe with a prior and a start': () => linearProbe(narrow, labels, 2, { C: 1, prior, start: prior }),
  'a search': () => searchC({ features: narrow, labels }, { features: narrow, labels }, 2),
};

it.each(Object.entries(WORK))('%s leaves none behind', (_, work) => {
  expect(tensorsLeft(() => void work())).toBe(0);
});
