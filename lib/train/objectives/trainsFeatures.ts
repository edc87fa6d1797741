import { imageStage } from '../../models/imageStage.js';

/** What is trained where a loss reads the image tower's features before the projection. */
export function trainsFeatures(parameter: string): boolean {
  const stage = imageStage(parameter);
  return stage === 'grid' || stage === 'pool';
}
