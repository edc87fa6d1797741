import type { Drawing } from '../debian/readOpenclipart.js';
import { plainCategory } from './iconCaptions.js';
import { iconWords } from './iconWords.js';
import { kindCaptions, type KindsOfThings } from './kindsOfThings.js';

/** Of keywords, the most that are used. */
const MAX_KEYWORDS = 6;
/** A description is a caption where it has so many words. */
const DESCRIPTION_WORDS = { least: 3, most: 16 };
/** Descriptions of files and of how they were made. */
const OF_A_FILE =
  /https?:|www\.|@|\bsvg\b|inkscape|sodipodi|illustrator|clip ?art|converted|vector|traced|created|drawn by|made (?:by|in|with)|copyright|public domain|openclipart/i;
/** Folders that are no kinds of things. */
const NO_CATEGORY = /theme|icons$|unsorted|special|^\d/;

/**
 * The captions of a drawing: its name, or its keywords where it has none; its description where that is a sentence in
 * words; its keywords; "a drawing of {name}"; its folder alone, as a label of a kind is read; and the kind of thing
 * that the name ends with.
 * @param name as `drawingNames` gives it
 */
export function drawingCaptions(
  { path, description, keywords }: Drawing,
  name: string,
  kinds: KindsOfThings,
): { captions: string[]; category: string } {
  const words = [...new Set(keywords.map(plainWords))].filter(Boolean).slice(0, MAX_KEYWORDS);
  const named = plainWords(name);
  const main = named || words.join(' ');
  const category = plainCategory(folderOf(path));
  const captions = [
    main,
    sentence(description),
    words.join(', '),
    named && `a drawing of ${named}`,
    category,
    ...kindCaptions(main, kinds, category !== ''),
  ];
  return { captions: main === '' ? [] : [...new Set(captions.filter(Boolean))], category };
}

/** "Bébé_tortue" -> "bebe tortue": other captions are of plain letters too. */
const plainWords = (text: string): string => iconWords(text.normalize('NFD').replace(/\p{M}/gu, ''));

/** The nearest folder that is a kind of thing: "food/fruit/apple.svg" -> "fruit". */
function folderOf(path: string): string {
  const folders = path.split('/').slice(0, -1).reverse();
  return folders.find((folder) => !NO_CATEGORY.test(folder)) ?? '';
}

/** A description in lower case without its full stop, where it is one of an image in words; else ''. */
function sentence(description: string): string {
  const words = description.split(' ').filter((word) => /\p{L}/u.test(word)).length;
  const isSentence =
    words >= DESCRIPTION_WORDS.least && words <= DESCRIPTION_WORDS.most && !OF_A_FILE.test(description);
  return isSentence ? description.toLowerCase().replace(/[.!]{1,3}$/, '') : '';
}
