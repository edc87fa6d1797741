import { describe, expect, it } from 'vitest';
import { readTaskThresholds } from '../../lib/apps/nearDuplicates/detectorValidation.js';
import { readTrainingNeighbors } from '../../lib/apps/nearDuplicates/trainingNeighbors.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { embedImages } from '../../lib/eval/embeddings/embedImages.js';
import { binomialTest } from '../../lib/eval/statistics/binomialTest.js';
import { zeroShotClassifier, zeroShotLogits } from '../../lib/eval/zeroShot/zeroShot.js';
import { overlapExperiment, type OverlapMeasurement } from '../../lib/experiments/overlap.js';
import { loadModel } from '../../lib/weights/loadModel.js';
import { keptJournal } from './keptJournal.js';

const MODEL = 'zoo-rn-8';

/** Test images classified right, one by one, and those with a near-duplicate. */
async function plainly(task: string, threshold: number): Promise<{ right: boolean; seen: boolean }[]> {
  const { model, tokenizer } = await loadModel(MODEL);
  const { classNames, templates, test } = await loadTask(task);
  const { images, labels, keys } = test.open();
  const classifier = await zeroShotClassifier(model, tokenizer, classNames, templates);
  const { data } = zeroShotLogits(await embedImages(model, images), classifier, model.logitScale());
  model.dispose();
  const K = classNames.length;
  const similarities = new Map(
    (await readTrainingNeighbors()).rows.filter((row) => row.task === task).map((row) => [row.key, row.similarity]),
  );
  return keys.map((key, k) => {
    const logits = [...data.subarray(k * K, (k + 1) * K)];
    const right = logits.indexOf(Math.max(...logits)) === labels[k];
    return { right, seen: similarities.get(key)! >= threshold };
  });
}

const share = (images: { right: boolean }[]): number => images.filter(({ right }) => right).length / images.length;

describe('the overlap experiment', () => {
  it('compares accuracies on All, Clean and Overlap, each task at its own threshold', async () => {
    const table = await overlapExperiment({ models: [MODEL], tasks: ['map-symbols', 'weather'] });
    const [symbols, weather] = table.objects() as [OverlapMeasurement, OverlapMeasurement];
    const line = (await readTaskThresholds()).find(({ task }) => task === 'map-symbols')!;
    const images = await plainly('map-symbols', line.threshold);
    const [seen, unseen] = [images.filter((one) => one.seen), images.filter((one) => !one.seen)];
    expect(seen.length).toBeGreaterThan(0);
    const p = await binomialTest(seen.filter(({ right }) => right).length, seen.length, share(unseen));
    expect(symbols).toMatchObject({ task: 'map-symbols', model: MODEL, n: images.length, overlapping: seen.length });
    expect(symbols).toMatchObject({ threshold: line.threshold, why: line.why, all: share(images) });
    expect(symbols).toMatchObject({ clean: share(unseen), overlap: share(seen), p });
    expect(symbols.allMinusClean).toBeCloseTo(share(images) - share(unseen), 12);
    expect(symbols.overlapMinusClean).toBeCloseTo(share(seen) - share(unseen), 12);
    // One test was made, so that nothing is corrected.
    expect(symbols).toMatchObject({ adjusted: p, significant: p <= 0.05 });
    expect(weather).toMatchObject({
      overlapping: 0,
      share: 0,
      overlap: null,
      p: null,
      adjusted: null,
      significant: null,
    });
    expect(symbols.testSha256).toBe((await loadTask('map-symbols')).contents.test.sha256);
  });

  it('at a threshold of its own finds what is above it, and corrects for every test', async () => {
    const threshold = 0.9;
    const table = await overlapExperiment({ models: [MODEL], tasks: ['map-symbols', 'weather', 'objects'], threshold });
    const rows = table.objects() as OverlapMeasurement[];
    const images = await plainly('map-symbols', threshold);
    expect(rows[0]).toMatchObject({ threshold, overlapping: images.filter(({ seen }) => seen).length });
    const tests = rows.filter(({ p }) => p !== null);
    expect(tests.length).toBeGreaterThan(1);
    for (const { p, adjusted } of tests) expect(adjusted).toBeCloseTo(Math.min(1, tests.length * p!), 12);
  });

  it('measures what a journal holds no second time, but at another threshold', async () => {
    const journal = keptJournal();
    const options = { models: [MODEL], tasks: ['weather'], journal };
    const first = await overlapExperiment(options);
    expect((await overlapExperiment(options)).objects()).toEqual(first.objects());
    expect(journal.measured).toHaveLength(1);
    const lower = await overlapExperiment({ ...options, threshold: 0.5 });
    expect(journal.measured).toHaveLength(2);
    expect(lower.get('overlapping', 0)).toBeGreaterThan(0);
  });
});
