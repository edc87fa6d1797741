import { isSkinTone } from '../iconwit/selectPairs.js';
import type { SuiteIcons } from './suiteIcons.js';

/**
 * The names of an emoji set without skin tones, one name an image: where two names show the same pixels, the one that
 * has a category stays, then the first by alphabet. (Two classes with one image could never both be right.)
 */
export async function plainEmoji(icons: SuiteIcons): Promise<string[]> {
  const byImage = new Map<string, string>();
  for (const name of icons.names.filter((n) => !isSkinTone(n))) {
    const hash = await icons.pixelHash(name);
    const other = byImage.get(hash);
    const better = other === undefined || (!icons.set.categories.has(other) && icons.set.categories.has(name));
    if (better) byImage.set(hash, name);
  }
  return [...byImage.values()].sort();
}
