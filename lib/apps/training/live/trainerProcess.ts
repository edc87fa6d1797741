import { setPriority } from 'node:os';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePrecision } from '../../../engine/precision.js';
import { setProgressSink } from '../../../io/progress.js';
import { findRecipe } from '../../../train/recipes.js';
import { loadNamedPairs, type PairsName } from '../namedPairs.js';
import { saveTrained, trainRecipe, type TrainingData } from '../trainingJob.js';
import { RUN_PARTS } from './liveRun.js';
import { measurePairsPerSecond } from './pairsPerSecond.js';
import { trainQueue, type TrainOne } from './trainQueue.js';

// The process of the trainer: `trainerProcess FOLDER` trains what waits there, `trainerProcess --measure RECIPE DATA`
// writes how many pairs a second it trains.

/** Behind the notebook's kernel and the browser, which are to answer at once. */
const BEHIND_OTHERS = 5;

let loaded: { readonly name: PairsName; readonly data: TrainingData } | undefined;

const trainOne: TrainOne = async ({ id, data: name, recipe }, folder) => {
  if (loaded?.name !== name) loaded = { name, data: await loadNamedPairs(name) };
  const training = join(folder, id, RUN_PARTS.training);
  const trained = await trainRecipe(recipe, loaded.data, training, resolvePrecision('auto'));
  try {
    await saveTrained(join(folder, id, RUN_PARTS.model), trained);
  } finally {
    trained.model.dispose();
  }
  // The model is whole: what it would have gone on from takes ten times its room.
  for (const file of await readdir(training))
    if (file.endsWith('.safetensors')) await rm(join(training, file), { force: true });
};

setPriority(BEHIND_OTHERS);
setProgressSink(() => undefined);
const [first = '', recipe = '', data = ''] = process.argv.slice(2);
if (first === '--measure') {
  process.stdout.write(String(await measurePairsPerSecond(findRecipe(recipe), data as PairsName)));
} else {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  await trainQueue(first, trainOne, ending.signal);
}
