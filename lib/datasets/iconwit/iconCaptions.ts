import type { EmojiEntry, EmojiNames } from './emojiNames.js';
import type { IconSet } from './iconSet.js';
import { createStyleSplitter } from './iconStyle.js';
import { iconWords } from './iconWords.js';
import { kindCaptions, type KindsOfThings } from './kindsOfThings.js';
import { splitJoinedName } from './splitJoinedName.js';

/** The texts an icon may be paired with. */
export interface IconCaptions {
  /** The main one first: the name as words. */
  readonly captions: readonly string[];
  readonly style: string;
  readonly category: string;
}

/** Sets whose names have no gaps between their words. */
const JOINED_NAMES = ['fxemoji'];

/** The collection's headings for sets of names of brands: an apple is no fruit there. */
const BRAND_SETS = ['Logos', 'Programming'];

/** Of other names and of tags, the most that are used. */
const MAX_OTHER_NAMES = 2;
const MAX_TAGS = 6;

/**
 * The captions of a set's icons: the name as words; "{category} {name}"; the category alone, as
 * a label of a kind is read; "a colorful icon of {name}" (or monochrome); the name
 * with its style; the set's other names for the drawing; of emoji Unicode's own name and tags; and the kind of thing
 * that the name ends with.
 */
export function createIconCaptions(
  set: IconSet,
  emoji: EmojiNames,
  kinds: KindsOfThings,
): (name: string) => IconCaptions {
  const splitStyle = createStyleSplitter(set);
  const ofBrands = BRAND_SETS.includes(set.kind);
  const joined = JOINED_NAMES.includes(set.prefix);
  const words = (name: string): string => {
    const [subject] = splitStyle(name);
    if (!joined) return iconWords(subject);
    const label = emoji.byName(subject)?.label;
    return iconWords(label ?? splitJoinedName(subject, emoji.words) ?? subject);
  };
  return (name) => {
    const main = words(name);
    const style = iconWords(splitStyle(name)[1]);
    const category = plainCategory(set.categories.get(name) ?? '');
    const entry = set.kind === 'Emoji' ? emojiEntry(set, name, main, emoji) : undefined;
    const captions = [
      main,
      ...(category && !main.startsWith(category) ? [`${category} ${main}`] : []),
      `a ${set.color ? 'colorful' : 'monochrome'} icon of ${main}`,
      ...(category ? [category] : []),
      ...(style ? [`${main} ${style}`] : []),
      ...(set.otherNames.get(name) ?? []).slice(0, MAX_OTHER_NAMES).map(words),
      ...(entry ? [iconWords(entry.label), entry.tags.slice(0, MAX_TAGS).join(', ')] : []),
      ...(ofBrands ? [] : kindCaptions(main, kinds, category !== '')),
    ];
    return { captions: [...new Set(captions.filter(Boolean))], style, category };
  };
}

function emojiEntry(set: IconSet, name: string, main: string, emoji: EmojiNames): EmojiEntry | undefined {
  const code = set.codePoints.get(name);
  return (code === undefined ? undefined : emoji.byCodePoints(code)) ?? emoji.byName(main);
}

/** "Smileys & Emotion" -> "smileys and emotion". */
export function plainCategory(category: string): string {
  return category
    .toLowerCase()
    .replace(/&/g, ' and ')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join(' ');
}
