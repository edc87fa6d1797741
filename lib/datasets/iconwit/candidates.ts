import type { EmojiNames } from './emojiNames.js';
import { splitOfSet, type SetSplit } from './heldOutSets.js';
import { createIconCaptions } from './iconCaptions.js';
import type { KindsOfThings } from './kindsOfThings.js';
import { readIconSet, type IconSetInfo } from './iconSet.js';
import type { RenderedSet } from './renderSets.js';

/** A rendered icon with its texts, before anything is chosen. */
export interface Candidate {
  /** "set:name", the collection's own identifier. */
  readonly id: string;
  readonly set: IconSetInfo;
  readonly split: SetSplit;
  readonly name: string;
  /** Who drew it. */
  readonly author: string;
  /** The main one first. */
  readonly captions: readonly string[];
  readonly category: string;
  readonly style: string;
  readonly pixelHash: string;
  /** Where its PNG lies in the set's pack. */
  readonly offset: number;
  readonly bytes: number;
}

/** The candidates of one rendered icon set. */
export async function readCandidates(
  modules: string,
  rendered: RenderedSet,
  emoji: EmojiNames,
  kinds: KindsOfThings,
): Promise<Candidate[]> {
  const set = await readIconSet(modules, rendered.prefix);
  const { prefix, title, author, license, source, color, kind } = set;
  const info: IconSetInfo = { prefix, title, author, license, source, color, kind };
  const captionsOf = createIconCaptions(set, emoji, kinds);
  const split = splitOfSet(prefix);
  return rendered.icons.map(({ name, pixelHash, offset, bytes }) => ({
    id: `${prefix}:${name}`,
    set: info,
    split,
    name,
    author,
    ...captionsOf(name),
    pixelHash,
    offset,
    bytes,
  }));
}
