import { studyRuns } from './studies.js';

/** What a model was trained to do, by its name: the objective of the study's run that left it; any other is taken for a CLIP. */
export function modelObjective(model: string): string {
  return studyRuns().find(({ recipe }) => recipe.name === model)?.recipe.objective ?? 'contrastive';
}

/** Whether a model of this objective puts images and texts into one space, and so can name classes by their words. */
export const sharesSpace = (objective: string): boolean => objective.startsWith('contrastive');
