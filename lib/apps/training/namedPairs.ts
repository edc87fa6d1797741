import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { iconWitFolder } from '../../datasets/iconwit/manifest.js';
import { suitePairs } from '../../datasets/suite/suitePairs.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { loadTrainingData, type TrainingData } from './trainingJob.js';

/** The pairs that a recipe can be trained on: IconWIT, and the few of the suite's training images. */
export type PairsName = 'iconwit' | 'suite';

/** All of them. */
export const PAIRS_NAMES: readonly PairsName[] = ['iconwit', 'suite'];

export const isPairsName = (name: unknown): name is PairsName => PAIRS_NAMES.includes(name as PairsName);

/** @throws UserError where they are not built, or damaged */
export const loadNamedPairs = (name: PairsName): Promise<TrainingData> =>
  name === 'suite' ? suitePairs() : loadTrainingData();

/** Whether IconWIT is built in the cache. */
export const isIconWitBuilt = (): boolean => existsSync(join(iconWitFolder(cacheDirectory()), 'manifest.json'));
