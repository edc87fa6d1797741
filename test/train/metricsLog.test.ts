import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  appendMetrics,
  metricsToCsv,
  parseMetricsCsv,
  readMetrics,
  rewindMetrics,
  type Metrics,
} from '../../lib/train/metricsLog.js';

const line = (step: number, extra: Partial<Metrics> = {}): Metrics => ({
  step,
  pairsSeen: step * 16,
  trainedSeconds: step / 2,
  loss: 1.25,
  learningRate: 1e-3,
  gradientNorm: 2,
  logitScale: 14.25,
  ...extra,
});
const path = join(await mkdtemp(join(tmpdir(), 'cliplab log ')), 'metrics.jsonl');

it('a torn last line is left out, and a rewind forgets what came later', async () => {
  for (const step of [10, 20, 30]) await appendMetrics(path, line(step));
  await writeFile(path, '{"step": 40, "pai', { flag: 'a' });
  expect((await readMetrics(path)).map(({ step }) => step)).toEqual([10, 20, 30]);
  await rewindMetrics(path, 20);
  expect((await readMetrics(path)).map(({ step }) => step)).toEqual([10, 20]);
});

it('goes to CSV and back, gaps included', () => {
  const log = [line(1), line(2, { validationTop1: 0.25, validationTop5: 0.5 })];
  expect(parseMetricsCsv(metricsToCsv(log))).toEqual(log);
  const [header, first] = metricsToCsv(log).split('\n') as [string, string];
  const cells = first.split(',');
  for (const broken of [
    first.replace('1.25', 'abc'),
    first.replace('1.25', ''),
    first.replace('1.25', 'NaN'),
    cells.slice(0, 4).join(),
    `${first},7`,
  ])
    expect(() => parseMetricsCsv([header, first, broken].join('\n')), broken).toThrow('its line 3 is damaged');
  expect(() => parseMetricsCsv('a,b\n1,2\n')).toThrow('its columns are not step,');
});
