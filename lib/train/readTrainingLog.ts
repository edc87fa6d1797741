import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../io/userError.js';
import { modelFolder, TRAINING_LOG_FILE } from '../weights/modelFolder.js';
import { parseMetricsCsv, type Metrics } from './metricsLog.js';

/**
 * How a model was trained, from the log beside its weights.
 * @throws UserError where the model has none
 * @example
 * const log = await readTrainingLog('mini-rn');
 * show(`loss ${log[log.length - 1].loss} after ${log[log.length - 1].pairsSeen} pairs`);
 */
export async function readTrainingLog(nameOrFolder: string): Promise<Metrics[]> {
  const path = join(modelFolder(nameOrFolder), TRAINING_LOG_FILE);
  try {
    return parseMetricsCsv(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(
      `${nameOrFolder} has no training log (${(error as Error).message}); models trained here have one.`,
    );
  }
}
