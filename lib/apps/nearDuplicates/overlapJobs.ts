import { join } from 'node:path';
import { loadPairs } from '../../datasets/iconwit/loadPairs.js';
import { resolvePrecision } from '../../engine/precision.js';
import { createRandom } from '../../engine/random.js';
import { detectorFolder, loadDetector, saveDetectorFile, saveDetectorWeights } from './detectorFiles.js';
import { NEAR_DUPLICATES } from './detectorRecipe.js';
import { overlapFolder, readJudgedPairs, VALIDATION_FILE, validateDetector } from './detectorValidation.js';
import { embedPairSet } from './embedPairSet.js';
import { findTrainingNeighbors } from './findTrainingNeighbors.js';
import { chooseThreshold } from './thresholdQuality.js';
import { trainDetector } from './trainDetector.js';
import { NEIGHBORS_FILE, pasteSheet, SHEET_FILE } from './trainingNeighbors.js';
import { csvText } from '../../io/csvText.js';
import { encodeSmallPng } from '../../image/decode/encodeSmallPng.js';
import { selectImages } from '../../image/selectImages.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { METRICS_FILE, metricsToCsv, readMetrics } from '../../train/metricsLog.js';
import { TRAINING_LOG_FILE } from '../../weights/modelFolder.js';

/** Images are kept at this size; the detector sees smaller ones. */
const IMAGE_SIZE = 64;
/** Validation images whose copies are looked for as training goes on. */
const WATCHED = 1000;
/** The precision that the threshold is chosen for, over the pairs judged by eye. */
const PRECISION = 0.9;
/** Neighbors are kept to look at from so much below the threshold on. */
const KEPT_BELOW = 0.1;

/** Trains the detector from its recipe and saves its weights and its log. */
export async function trainNearDuplicates(): Promise<void> {
  const validation = (await loadPairs({ split: 'validation', imageSize: IMAGE_SIZE })).images;
  const { images } = await loadPairs({ split: 'train', imageSize: IMAGE_SIZE });
  const watched = Array.from({ length: Math.min(WATCHED, validation.count) }, (_, k) => k);
  const run = join(cacheDirectory(), 'runs', NEAR_DUPLICATES.name);
  const detector = await trainDetector({
    recipe: NEAR_DUPLICATES,
    folder: run,
    images,
    validation: selectImages(validation, watched),
    precision: resolvePrecision('auto'),
  });
  const folder = detectorFolder();
  await saveDetectorWeights(folder, detector);
  // Until it is validated.
  await saveDetectorFile(folder, { model: detector.config, threshold: 1, precision: null, recall: 0 });
  detector.dispose();
  const metrics = await readMetrics(join(run, METRICS_FILE));
  await writeFileAtomic(join(folder, TRAINING_LOG_FILE), metricsToCsv(metrics));
}

/** Chooses the detector's threshold, and finds the nearest training image of every test image of the suite. */
export async function searchTrainingSet(): Promise<void> {
  const validation = await loadPairs({ split: 'validation', imageSize: IMAGE_SIZE });
  const train = await loadPairs({ split: 'train', imageSize: IMAGE_SIZE });
  const loaded = await loadDetector();
  const { detector } = loaded;
  const trained = await embedPairSet(loaded, train, 'the training set');
  const random = createRandom(NEAR_DUPLICATES.seed).fork('validation');
  const rows = await validateDetector(detector, validation, train, trained, NEAR_DUPLICATES, random);
  const quality = chooseThreshold(rows, await readJudgedPairs(), PRECISION);
  const neighbors = await findTrainingNeighbors(detector, train, trained, quality.threshold - KEPT_BELOW);
  const sheet = pasteSheet(neighbors.images);
  const folder = overlapFolder();
  await writeFileAtomic(join(folder, VALIDATION_FILE), csvText(rows));
  await writeFileAtomic(join(folder, SHEET_FILE), await encodeSmallPng(sheet.pixels, sheet.width, sheet.height));
  await writeFileAtomic(join(folder, NEIGHBORS_FILE), csvText(neighbors.rows));
  await saveDetectorFile(detectorFolder(), { model: detector.config, ...quality });
  detector.dispose();
  process.stdout.write(
    `threshold ${quality.threshold}: precision ${(100 * (quality.precision ?? 0)).toFixed(1)} %, recall ${(100 * quality.recall).toFixed(1)} % ` +
      `over ${rows.length} validation images; ${neighbors.rows.length} test images searched for\n`,
  );
}
