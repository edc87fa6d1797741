import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../../io/projectPaths.js';
import { sha256 } from '../../io/sha256.js';
import { parseJson } from '../../io/parseJson.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { ImageConfig } from '../../models/clipConfig.js';
import { WEIGHTS_FILE } from '../../weights/modelFolder.js';
import { checkAllFinite } from '../../weights/finiteTensor.js';
import { readSafetensors } from '../../weights/readSafetensors.js';
import { writeSafetensors } from '../../weights/writeSafetensors.js';
import type { ThresholdQuality } from './thresholdQuality.js';
import { createDetector, type Detector } from './detector.js';

/** What `detector.json` says: the network, and from which similarity on it calls two images near-duplicates. */
export interface DetectorFile extends ThresholdQuality {
  readonly model: ImageConfig;
}

/** The detector of near-duplicates, with the threshold it was validated at. */
export interface LoadedDetector extends ThresholdQuality {
  readonly detector: Detector;
  /** Hash of its weights: what its embeddings are kept under. */
  readonly hash: string;
}

const DETECTOR_FILE = 'detector.json';
const REMEDY = 'restore data/models/near-duplicates from the repository, or run "cliplab overlap --train".';

/** Where the checkout keeps the detector. */
export const detectorFolder = (): string => join(dataDirectory(), 'models', 'near-duplicates');

/**
 * The near-duplicate detector that came with the checkout. Hands it over: `detector.dispose()` frees it.
 * @throws UserError naming a file that is missing or damaged
 * @example
 * const { detector, threshold } = await loadDetector();
 * detector.dispose();
 */
export async function loadDetector(folder: string = detectorFolder()): Promise<LoadedDetector> {
  const path = join(folder, DETECTOR_FILE);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UserError(`${path} is missing; ${REMEDY}`);
  const weights = join(folder, WEIGHTS_FILE);
  const tensors = await readSafetensors(weights);
  try {
    checkAllFinite(tensors, weights);
    const { model, ...quality } = parseJson(text, path) as DetectorFile;
    return { detector: createDetector(model, tensors), hash: sha256(await readFile(weights)), ...quality };
  } catch (error) {
    throw new UserError(`${folder} does not hold a detector (${(error as Error).message}); ${REMEDY}`);
  }
}

/** Saves a detector's weights, in fp16. */
export async function saveDetectorWeights(folder: string, detector: Detector): Promise<void> {
  await writeSafetensors(join(folder, WEIGHTS_FILE), detector.parameters.export(), 'F16');
}

/** Saves what is known of it. */
export async function saveDetectorFile(folder: string, file: DetectorFile): Promise<void> {
  await writeFileAtomic(join(folder, DETECTOR_FILE), JSON.stringify(file, null, 2) + '\n');
}
