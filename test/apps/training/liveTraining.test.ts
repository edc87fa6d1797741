import { readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { trainLive } from '../../../lib/apps/training/liveTraining.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { findRecipe } from '../../../lib/train/recipes.js';
import { smokeRecipe } from '../../../lib/train/selfChecks.js';

setProgressSink(() => {});
afterEach(() => vi.unstubAllEnvs());

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('cliplab-live-'));

it('tells of the log as it grows, and leaves nothing behind, also where it is ended', async () => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab live cache ')));
  const before = left();
  const recipe = { ...smokeRecipe(findRecipe('lab-contrastive')), steps: 20, batchSize: 32, evaluateEvery: 20 };
  const lengths: number[] = [];
  const log = await trainLive(recipe, (soFar) => lengths.push(soFar.length));
  expect(lengths).toEqual(log.map((_, k) => k + 1));
  expect(log.at(-1)).toMatchObject({ step: 20, pairsSeen: 640 });
  // Of 64 names: top-5 of them all is nowhere near all.
  expect(log.at(-1)!.validationTop1).toBeGreaterThanOrEqual(0);
  expect(log.at(-1)!.validationTop5).toBeLessThan(0.9);
  expect(left()).toEqual(before);

  const ended = trainLive(recipe, () => {
    throw new Error('ended');
  });
  await expect(ended).rejects.toThrow('ended');
  expect(left()).toEqual(before);
});
