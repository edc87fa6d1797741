import { RELEASED_CONFIGS, type ReleasedName } from '../../models/releasedConfigs.js';

/** A repository on the hub, at a branch, tag or commit. */
export interface Repository {
  /** `org/name`. */
  readonly id: string;
  readonly revision: string;
  /** Default `model`. */
  readonly kind?: RepositoryKind;
}

export type RepositoryKind = 'model' | 'dataset';

export function kindOf({ kind = 'model' }: Repository): RepositoryKind {
  return kind;
}

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

const PART = '[A-Za-z0-9_][A-Za-z0-9._-]*';
const REPOSITORY = new RegExp(`^(?:hf-hub:)?(${PART}/${PART})(?:@(${PART}))?$`);

/** `org/name`, with `hf-hub:` before it or not, and `@revision` behind it or not; undefined where it is none. */
export function parseRepository(text: string): Repository | undefined {
  const [, id, revision = 'main'] = REPOSITORY.exec(text) ?? [];
  return id === undefined ? undefined : { id, revision };
}
