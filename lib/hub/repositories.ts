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

const PART = '[A-Za-z0-9_][A-Za-z0-9._-]*';
const REPOSITORY = new RegExp(`^(?:hf-hub:)?(${PART}/${PART})(?:@(${PART}))?$`);

/** `org/name`, with `hf-hub:` before it or not, and `@revision` behind it or not; undefined where it is none. */
export function parseRepository(text: string): Repository | undefined {
  const [, id, revision = 'main'] = REPOSITORY.exec(text) ?? [];
  return id === undefined ? undefined : { id, revision };
}
