import { join } from 'node:path';
import { modelFolder, WEIGHTS_FILE } from './modelFolder.js';
import { openSafetensors } from './openSafetensors.js';

/** What the released models were trained to do, and what is taken of all weights that do not say. */
const RELEASED_OBJECTIVE = 'contrastive';

/** What the notes in a file of weights say that they were trained to do. */
export const objectiveIn = ({ objective = RELEASED_OBJECTIVE }: Readonly<Record<string, string>>): string => objective;

/**
 * What a model on this disk was trained to do, by the header of its weights alone.
 * @throws UserError for a model that is not there
 */
export function savedObjective(nameOrFolder: string): string {
  const weights = openSafetensors(join(modelFolder(nameOrFolder), WEIGHTS_FILE));
  weights.close();
  return objectiveIn(weights.metadata);
}
