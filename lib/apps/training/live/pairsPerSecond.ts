import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../../../io/parseJson.js';
import { writeFileAtomic } from '../../../io/writeFileAtomic.js';
import { resolvePrecision } from '../../../engine/precision.js';
import type { Recipe } from '../../../train/recipe.js';
import { loadNamedPairs, type PairsName } from '../namedPairs.js';
import { trainRecipe } from '../trainingJob.js';
import { measureApart } from './trainer.js';

/** Steps that are measured, after some in which memory is taken and caches are filled. */
const WARM_STEPS = 10;
const STEPS = 30;

/**
 * How many pairs of some data this machine trains a recipe on in a second. It is measured once and kept beside the
 * runs, so that all comparisons of so many minutes see as many pairs, and share their runs; it is measured again where
 * its file is removed.
 * @throws UserError where it cannot be measured
 */
export async function pairsPerSecond(folder: string, { name }: Recipe, data: PairsName): Promise<number> {
  const path = join(folder, `rate-${name}-${data}.json`);
  const text = await readFile(path, 'utf8').catch(() => '');
  const kept = text === '' ? undefined : (parseJson(text, path) as { pairsPerSecond?: number } | null)?.pairsPerSecond;
  if (typeof kept === 'number' && kept > 0) return kept;
  const measured = await measureApart(name, data);
  await writeFileAtomic(path, JSON.stringify({ pairsPerSecond: measured }) + '\n');
  return measured;
}

/** Trains a few steps, and throws them away. */
export async function measurePairsPerSecond(recipe: Recipe, data: PairsName): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cliplab-rate-'));
  try {
    const short = { ...recipe, steps: STEPS, warmupSteps: WARM_STEPS, evaluateEvery: STEPS, checkpointEvery: STEPS };
    const { model, metrics } = await trainRecipe(short, await loadNamedPairs(data), folder, resolvePrecision('auto'));
    model.dispose();
    const warm = metrics.find(({ step }) => step === WARM_STEPS)!;
    const last = metrics.at(-1)!;
    return (last.pairsSeen - warm.pairsSeen) / (last.trainedSeconds - warm.trainedSeconds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
