import { listModels } from '../weights/modelFolder.js';
import { objectiveName } from './recipe.js';
import { studyRuns } from './studies/studies.js';

/**
 * Names of the models of the checkout that were trained to match images with texts. Those that learned anything else instead, such
 * as captions or labels, have a text tower that means nothing, and no zero-shot by cosines.
 */
export function listContrastiveModels(): string[] {
  const objectives = new Map(studyRuns().map(({ recipe }) => [recipe.name, objectiveName(recipe)]));
  return listModels().filter((name) => (objectives.get(name) ?? 'contrastive').startsWith('contrastive'));
}
