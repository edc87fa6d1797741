import { plainText } from './plainText.js';
import { artistKey } from './artists.js';
import type { Drawing } from './readOpenclipart.js';

/** An artist who gives one title to more drawings names a collection by it, or copied it from another drawing. */
const MOST_OF_A_TITLE = 4;

/** What titles begin and end with that says nothing of the image. */
const BEFORE = /^(?:clip ?art by [^-]+ - |hotel icon (?:collection )?)/i;
const BEHIND = /(?:\.svg|[ _]openclipart|(?: -)? (?:rpg map elements|icon|clip ?art(?: style)?))$/i;
/** Titles of works, not of what they show. */
const NOT_A_NAME = /collection|theme|icons\b|clip ?arts?\b|submission|sibmission|\bsvg\b|untitled|unnamed|openclipart/i;
/** Measures of computed stars. */
const COMPUTED = /\dpt\d|\d{4,}/;
const NUMBER = /^#?\d+$/;
const WORD = /\p{L}{3,}/u;

/**
 * What drawings show in a few words, by path: the title, where it is one drawing's own; else the words of the file's
 * name, without the artist's; '' where neither says it.
 */
export function drawingNames(drawings: readonly Drawing[]): Map<string, string> {
  const uses = new Map<string, number>();
  const use = ({ artist, title }: Drawing): string =>
    `${artistKey(artist)} ${title.toLowerCase().replace(/\d+/g, '#')}`;
  for (const drawing of drawings) uses.set(use(drawing), (uses.get(use(drawing)) ?? 0) + 1);
  return new Map(
    drawings.map((drawing) => {
      const title = uses.get(use(drawing))! > MOST_OF_A_TITLE ? '' : titleName(drawing.title);
      return [drawing.path, title || fileName(drawing)];
    }),
  );
}

function titleName(title: string): string {
  const name = words(title.replace(BEFORE, '').replace(BEHIND, ''));
  return NOT_A_NAME.test(name) || COMPUTED.test(name) || !WORD.test(name) ? '' : name;
}

/** "apple_martin_schmidt-li_01r.svg" by Martin Schmidt-Linden is an apple. */
function fileName({ path, artist }: Drawing): string {
  const parts = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.svg$/, '')
    .split('_')
    .filter(Boolean);
  const theirs = artist.toLowerCase().split(/\s+/);
  const isTheirs = (part: string): boolean => theirs.some((name) => name.startsWith(part.toLowerCase()));
  while (parts.length > 1 && /^\d+[a-z]?$/.test(parts.at(-1)!)) parts.pop();
  while (parts.length > 1 && isTheirs(parts.at(-1)!)) parts.pop();
  return titleName(parts.join(' '));
}

/** "Ice_Cream (B and W) 2" -> "ice cream black and white". */
function words(text: string): string {
  const plain = text
    .replace(/\(?\bb ?(?:and|&) ?w\b\)?|(?<=[_ ])bw\b/gi, ' black and white ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replace(/[_()[\]"]|(?<=\p{L})-(?=\p{L})|\s-\s/gu, ' ')
    .split(' ')
    .filter(Boolean);
  while (plain.length > 1 && NUMBER.test(plain.at(-1)!)) plain.pop();
  return plainText(plain.join(' ').replace(/(?<=\p{L})\d{1,3}$/u, '')).toLowerCase();
}
