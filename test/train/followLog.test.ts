import { METRICS_FILE } from '../../lib/train/metricsLog.js';
import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Interrupted, withInterruptSignal } from '../../lib/io/interruption.js';
import { followLog } from '../../lib/train/followLog.js';

const folder = await mkdtemp(join(tmpdir(), 'cliplab follow '));

it('gives all lines each time there are new ones, whole lines only, until the last step', async () => {
  const log = join(folder, METRICS_FILE);
  const seen: number[][] = [];
  const pieces = ['{"step": 10}\n', '{"step": 20}\n{"st', 'ep": 30}\n', '{"step": 40}\n{"step": 50}\n'];
  const next = async (): Promise<void> => appendFile(log, pieces.shift() ?? '');
  const begun = setTimeout(() => void next(), 30); // the run's folder is there before its log
  for await (const metrics of followLog(folder, { steps: 40, everyMs: 5 })) {
    seen.push(metrics.map(({ step }) => step));
    await next();
  }
  clearTimeout(begun);
  expect(seen).toEqual([[10], [10, 20], [10, 20, 30], [10, 20, 30, 40, 50]]);
});

it('is stopped with its cell', async () => {
  const stop = new AbortController();
  const following = withInterruptSignal(stop.signal, async () => {
    for await (const metrics of followLog(join(folder, 'none'), { steps: 1, everyMs: 5 })) return metrics;
    return [];
  });
  setTimeout(() => stop.abort(), 30);
  await expect(following).rejects.toThrow(Interrupted);
});
