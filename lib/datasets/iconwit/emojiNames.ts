import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Unicode's annotations say of one emoji. */
export interface EmojiEntry {
  readonly label: string;
  readonly tags: readonly string[];
}

/** Emoji by code points and by name, and the words that names are made of. */
export interface EmojiNames {
  /** By Unicode sequence in hex, e.g. "1f469-200d-1f692". */
  byCodePoints(sequence: string): EmojiEntry | undefined;
  /** By name in any spelling of spaces, hyphens and case. */
  byName(name: string): EmojiEntry | undefined;
  readonly words: ReadonlySet<string>;
}

interface EmojibaseEntry {
  label: string;
  hexcode: string;
  tags?: string[];
  skins?: EmojibaseEntry[];
}

/** Reads the English emoji annotations of `emojibase-data`. */
export async function readEmojiNames(modules: string): Promise<EmojiNames> {
  const text = await readFile(join(modules, 'emojibase-data', 'en', 'data.json'), 'utf8');
  return createEmojiNames(JSON.parse(text) as EmojibaseEntry[]);
}

function createEmojiNames(data: readonly EmojibaseEntry[]): EmojiNames {
  const codes = new Map<string, EmojiEntry>();
  const names = new Map<string, EmojiEntry>();
  const words = new Set<string>();
  for (const { label, hexcode, tags = [], skins = [] } of data) {
    const entry = { label, tags };
    for (const { hexcode: code } of [{ hexcode }, ...skins]) codes.set(plainSequence(code), entry);
    names.set(squashName(label), entry);
    for (const text of [label, ...tags])
      for (const word of text.toLowerCase().match(/[a-z]{2,}/g) ?? []) words.add(word);
  }
  return {
    byCodePoints: (sequence) => codes.get(plainSequence(sequence)),
    byName: (name) => names.get(squashName(name)),
    words,
  };
}

/** Lower case, without the variation selector, which some writers leave out. */
function plainSequence(hex: string): string {
  return hex.toLowerCase().replace(/-fe0f/g, '');
}

/** A name without case, accents, gaps and hyphens: "Face-With-Tears" -> "facewithtears". */
export function squashName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]/g, '');
}
