import type { ClipConfig } from '../models/clipConfig.js';
import { SCALING } from '../train/studies/scaling.js';
import { ownModelFolder } from '../weights/modelFolder.js';

/** What an image tower is called in figures. */
export const towerKind = ({ vision }: Pick<ClipConfig, 'vision'>): 'ResNet' | 'ViT' =>
  vision.kind === 'vit' ? 'ViT' : 'ResNet';

/**
 * The family of a model: those of one differ in size alone and a line may join them. Of the checkout's own the study of
 * sizes has one of each kind; any other was trained in its own way and is a family by itself. The released ones are of
 * their kind.
 */
export function modelFamily(name: string, config: Pick<ClipConfig, 'vision'>): string {
  const isSize = SCALING.runs.some(({ recipe }) => recipe.name === name);
  return isSize || ownModelFolder(name) === undefined ? towerKind(config) : name;
}
