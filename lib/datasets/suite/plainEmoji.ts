import { isSkinTone } from '../iconwit/selectPairs.js';
import type { SuiteIcons } from './suiteIcons.js';

/**
 * The names of an emoji set without skin tones, one name a picture: where two names show the same pixels, the one that has a
 * category stays, then the first by alphabet. (Two classes with one picture could never both be right.)
 */
export async function plainEmoji(icons: SuiteIcons): Promise<string[]> {
  const byPicture = new Map<string, string>();
  for (const name of icons.names.filter((n) => !isSkinTone(n))) {
    const hash = await icons.pixelHash(name);
    const other = byPicture.get(hash);
    const better = other === undefined || (!icons.set.categories.has(other) && icons.set.categories.has(name));
    if (better) byPicture.set(hash, name);
  }
  return [...byPicture.values()].sort();
}
