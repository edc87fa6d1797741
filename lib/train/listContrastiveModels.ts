import { listModels } from '../weights/modelFolder.js';
import { savedObjective } from '../weights/savedObjective.js';
import { findObjective } from './objectives/findObjective.js';

/**
 * Names of the models of the checkout that were trained to match images with texts. Those that learned anything else
 * instead, such as captions or labels, have a text tower that means nothing, and no zero-shot by cosines.
 * @example
 * for (const name of listContrastiveModels()) show(name);
 */
export const listContrastiveModels = (): string[] =>
  listModels().filter((name) => findObjective(savedObjective(name)).zeroShot === 'shared space');
