import type { Repository } from '../hub/repositories.js';
import { RELEASED_CONFIGS, type ReleasedName } from '../models/releasedConfigs.js';

/** Where the hub has the released weights: the ViTs by their authors, the ResNets as open_clip fetches them. */
const RELEASED_REPOSITORIES: Readonly<Record<ReleasedName, string>> = {
  RN50: 'timm/resnet50_clip.openai',
  RN101: 'timm/resnet101_clip.openai',
  RN50x4: 'timm/resnet50x4_clip.openai',
  RN50x16: 'timm/resnet50x16_clip.openai',
  RN50x64: 'timm/resnet50x64_clip.openai',
  'ViT-B/32': 'openai/clip-vit-base-patch32',
  'ViT-B/16': 'openai/clip-vit-base-patch16',
  'ViT-L/14': 'openai/clip-vit-large-patch14',
  'ViT-L/14@336px': 'openai/clip-vit-large-patch14-336',
};

/** The repository of a released model; undefined for any other name. */
export function releasedRepository(text: string): { name: ReleasedName; repository: Repository } | undefined {
  if (!Object.hasOwn(RELEASED_CONFIGS, text)) return undefined;
  const name = text as ReleasedName;
  return { name, repository: { id: RELEASED_REPOSITORIES[name], revision: 'main' } };
}
