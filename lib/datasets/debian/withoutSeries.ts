import { sha256 } from '../../io/sha256.js';
import { artistKey } from './artists.js';
import { drawingNames } from './drawingNames.js';
import type { Drawing } from './readOpenclipart.js';

/** Of an artist's drawings whose names differ in numbers, colors and sides alone, so many are kept. */
const MOST_OF_A_NAME = 4;
/** Of an artist's drawings in a folder of computed or copied variants, so many. */
const MOST_OF_A_FOLDER = 24;

/** Folders that hold variants of one drawing: stars by measures, lamps by colors, the pieces of puzzles, cards. */
const SERIES_FOLDERS = [
  'shapes/stars',
  'shapes/jigsaw',
  'signs_and_symbols/led',
  'special/gradients',
  ...['bordered', 'ornamental', 'simple', 'white'].map((style) => `recreation/games/cards/${style}`),
];

const VARIANT =
  /\d+|\b(?:black|white|and|red|orange|yellow|green|blue|purple|pink|gr[ae]y|brown|seagreen|violet|left|right|up|down|top|bottom|upper|lower|corner|small|large|big)\b/g;

/**
 * The drawings without most of each near-identical series, in their order. Which of a series stay is drawn by a hash of
 * their paths.
 */
export function withoutSeries(drawings: readonly Drawing[]): Drawing[] {
  const names = drawingNames(drawings);
  const kept = new Set<string>();
  const counts = new Map<string, number>();
  const take = (series: string): number => {
    const count = (counts.get(series) ?? 0) + 1;
    counts.set(series, count);
    return count;
  };
  const drawn = drawings.map(({ path, artist }) => ({ path, artist, order: sha256(path) }));
  for (const { path, artist } of drawn.sort((a, b) => (a.order < b.order ? -1 : 1))) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const name = names.get(path)!.replace(VARIANT, ' ').replace(/\s+/g, ' ').trim();
    const key = `${artistKey(artist)} ${folder}`;
    if (SERIES_FOLDERS.includes(folder) && take(key) > MOST_OF_A_FOLDER) continue;
    if (name !== '' && take(`${key} ${name}`) > MOST_OF_A_NAME) continue;
    kept.add(path);
  }
  return drawings.filter(({ path }) => kept.has(path));
}
