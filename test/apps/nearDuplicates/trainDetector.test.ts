import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { NEAR_DUPLICATES, type DetectorRecipe } from '../../../lib/apps/nearDuplicates/detectorRecipe.js';
import { trainDetector } from '../../../lib/apps/nearDuplicates/trainDetector.js';
import type { Detector } from '../../../lib/apps/nearDuplicates/detector.js';
import { Interrupted, setInterruptSignal } from '../../../lib/io/interruption.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { METRICS_FILE, readMetrics } from '../../../lib/train/metricsLog.js';
import { drawings } from './drawings.js';

const TINY: DetectorRecipe = {
  ...NEAR_DUPLICATES,
  model: {
    ...NEAR_DUPLICATES.model,
    embedDim: 16,
    vision: { kind: 'modified-resnet', layers: [1], width: 8, heads: 4, imageSize: 32 },
  },
  batchSize: 16,
  steps: 12,
  warmupSteps: 2,
  checkpointEvery: 100,
  evaluateEvery: 12,
};
const images = drawings(64, 32, createRandom(1));
const validation = drawings(16, 32, createRandom(2));

afterEach(() => {
  setInterruptSignal(undefined);
  setProgressSink(undefined);
});

async function run(folder: string): Promise<Detector> {
  return trainDetector({ recipe: TINY, folder, images, validation, precision: 'fp32' });
}

const weightOf = (detector: Detector): number[] => [...detector.parameters.export().get('conv1.weight')!.data];

it('learns to find altered copies, logs it, and goes on after an interrupt to the very same weights', async () => {
  const whole = await mkdtemp(join(tmpdir(), 'cliplab detector '));
  const before = tf.memory().numTensors;
  const straight = await run(whole);
  const log = await readMetrics(join(whole, METRICS_FILE));
  expect(log.at(-1)).toMatchObject({ step: 12, pairsSeen: 12 * 16 });
  expect(log.at(-1)!.validationTop5).toBeGreaterThan(5 / 16); // guessing
  expect(log.at(-1)!.loss).toBeLessThan(Math.log(16));

  const cut = await mkdtemp(join(tmpdir(), 'cliplab detector '));
  const stop = new AbortController();
  setProgressSink(({ done }) => {
    if (done === 5 * TINY.batchSize) stop.abort();
  }, 0);
  setInterruptSignal(stop.signal);
  await expect(run(cut)).rejects.toThrow(Interrupted);
  setInterruptSignal(undefined);
  setProgressSink(undefined);
  const resumed = await run(cut);
  expect(weightOf(resumed)).toEqual(weightOf(straight));
  straight.dispose();
  resumed.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
