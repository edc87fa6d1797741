import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { embedDataset } from '../../lib/eval/embeddings/embedDataset.js';
import { metricValue } from '../../lib/eval/metrics/resultRows.js';
import { joinLabeled } from '../../lib/eval/probe/labeledFeatures.js';
import { linearLogits, linearProbe } from '../../lib/eval/probe/linearProbe.js';
import { searchC } from '../../lib/eval/probe/searchC.js';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { probeProtocolsExperiment, type ProtocolMeasurement } from '../../lib/experiments/probeProtocols.js';
import { loadModel } from '../../lib/weights/loadModel.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab cache '));
  vi.stubEnv('CLIPLAB_CACHE', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('the protocols of a probe', () => {
  it('both sides of the projection, each with and without validation images in the last fit', async () => {
    const options = { models: ['lab-contrastive'], tasks: ['weather'] };
    const rows = (await probeProtocolsExperiment(options)).objects() as ProtocolMeasurement[];
    const wanted = [];
    const { model } = await loadModel('lab-contrastive');
    for (const features of ['before', 'behind']) {
      const dataset = await loadDataset('weather');
      const { train, validation, test } = await embedDataset(model, dataset, { projected: features === 'behind' });
      const K = dataset.classNames.length;
      const { C } = searchC(train, validation, K, dataset.metric);
      const both = joinLabeled([train, validation]);
      const { features: tested, labels } = test.open();
      for (const [fittedOn, set] of [
        ['training', train],
        ['training and validation', both],
      ] as const) {
        const logits = linearLogits(linearProbe(set.features, set.labels, K, { C }), tested);
        wanted.push([features, fittedOn, metricValue(dataset.metric, logits, labels), dataset.contents.test.sha256]);
      }
    }
    model.dispose();
    expect(rows.map((row) => [row.features, row.fittedOn, row.value, row.testSha256])).toEqual(wanted);
    expect(new Set(rows.map(({ value }) => value)).size).toBeGreaterThan(1);
    for (const { low, high, value, method, model: name, task } of rows) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      expect([method, name, task]).toEqual(['linear probe', 'lab-contrastive', 'weather']);
    }
  });

  it('keeps the rows of each side', async () => {
    const parts: string[] = [];
    const kept = [{ task: 'weather', features: 'kept' }] as never;
    const journal = {
      rowsOf: (part: string) => (parts.push(part), Promise.resolve(kept)),
      finish: () => Promise.resolve(void parts.push('finished')), // left to who opened it
    };
    const table = await probeProtocolsExperiment({ models: ['lab-contrastive'], tasks: ['weather'], seed: 7, journal });
    const part = expect.stringMatching(/^weather lab-contrastive [0-9a-f]{32}$/) as string;
    expect(parts).toEqual([part, part]);
    expect(new Set(parts).size).toBe(2);
    expect(table.array('features')).toEqual(['kept', 'kept']);
  });

  it('refuses a task that is not there', async () => {
    await expect(probeProtocolsExperiment({ models: ['lab-contrastive'], tasks: ['nothing'] })).rejects.toThrow(
      'nothing',
    );
    expect(findExperiment('probe-protocols').run).toBe(probeProtocolsExperiment);
  });
});
