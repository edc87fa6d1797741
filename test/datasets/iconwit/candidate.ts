import type { Candidate } from '../../../lib/datasets/iconwit/candidates.js';
import type { SetSplit } from '../../../lib/datasets/iconwit/heldOutSets.js';

interface Described {
  readonly set: string;
  readonly name: string;
  readonly caption?: string;
  readonly author?: string;
  readonly split?: SetSplit;
  readonly pixelHash?: string;
}

/** A candidate by what matters to a test; its author is its set's name, and its pixels are its own. */
export function candidate({
  set,
  name,
  caption = name,
  author = set,
  split = 'train',
  pixelHash,
}: Described): Candidate {
  const info = { prefix: set, title: set, author, license: 'MIT', source: '', color: false, kind: '' };
  const id = `${set}:${name}`;
  const rest = { category: '', style: '', offset: 0, bytes: 0 };
  return { id, set: info, split, name, author, captions: [caption], pixelHash: pixelHash ?? id, ...rest };
}
