import { sha256 } from '../../io/sha256.js';

/** The side of the split by artists that an artist's drawings are on. */
export type ArtistHalf = 'train' | 'heldout';

const SEED = 'openclipart 11';

/** Names that name nobody. */
const NOBODY = /^(?:|none|me|unknown|anonymous|hash\(0x[\da-f]+\))$/i;

/**
 * Names of one hand, or of hands that drew together, by their keys: other spellings, names in the other order, an
 * address in place of a name, and artists who signed drawings jointly.
 */
const HANDS: readonly (readonly string[])[] = [
  [
    'nicubuculei',
    'nathaneady',
    'nathaneadyetal',
    'jonadab',
    'jonadabtheunsightlyone',
    'galiongbc',
    'galionpubliclibrary',
  ],
  ['christianschaller', 'calebmoore', 'cezarybiele', 'danielmcrae', 'lauriskaplinski'],
  ['francescorollandin', 'architettofrancescorollandin', 'rollandinfrancesco'],
  ['andyfitzsimon', 'andrewfitzsimon'],
  ['bryceharrington', 'brycewharrington'],
  ['josehevia', 'josefcohevia'],
  ['johncmeuser', 'johnmeuser'],
  ['jeanvictorbalin', 'jeanvitorbalin'],
  ['jeanmauriceleclech', 'jeanmauriceleclec'],
  ['dangerhards', 'dangerhrads'],
  ['andrewduhan', 'andrewdunhan'],
  ['nurbldoff', 'nubldoff'],
  ['jarnovasamaa', 'clipartconvertmadebyjarnovasamaa'],
  ['jurgengaeremyn', 'jurgen'],
  ['josuealcalde', 'josuealcaldegonzalez'],
  ['ralfstephan', 'ralfarkinberlinde'],
  ['rongolan', 'rgolansuperconcentratedcom'],
  ['anonmoos', 'trentbuck'],
];
const HAND = new Map(HANDS.flatMap((names) => names.map((name) => [name, names[0]!])));

/** Whether a name is one. */
export function statesArtist(name: string): boolean {
  return !NOBODY.test(name);
}

/** The hand that a name stands for, of whatever spelling: its letters, without what follows it in brackets. */
export function artistKey(name: string): string {
  const first = name.split(/,| and /)[0]!;
  const bare = first.split(/[([<]| - /)[0]!;
  const key = (/\w/.test(bare) ? bare : first)
    .replace(/^mailto:/, '')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return HAND.get(key) ?? key;
}

/**
 * The half of the artists that an artist belongs to, by a hash of who it is: all drawings of a hand are on one side, so
 * that what is held out is by artists that training has never seen. The seed is one that parts the four most prolific
 * artists evenly and leaves each kind of thing several artists on both sides.
 * @example
 * artistHalf('Jean-Victor Balin') === artistHalf('Jean-Vitor Balin'); // true: one hand
 */
export function artistHalf(artist: string): ArtistHalf {
  return artistNumber(SEED, artist) % 2 === 0 ? 'train' : 'heldout';
}

/** A number that a hand has under a seed, whatever the spelling of its name: to part artists by. */
export function artistNumber(seed: string, artist: string): number {
  return parseInt(sha256(`${seed} ${artistKey(artist)}`).slice(0, 8), 16);
}
