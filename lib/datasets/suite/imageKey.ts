import { sha256 } from '../../io/sha256.js';

const LONGEST = 80;

/**
 * The key of a task's image: which image of which source it is. A name of a tar's file has at most 100 characters; what
 * a longer one loses, its hash stands for.
 * @example imageKey('stamps', 'animals/birds/crow') // stamps_animals-birds-crow
 */
export function imageKey(source: string, name: string): string {
  const key = `${source}_${name.replace(/[^A-Za-z0-9]+/g, '-')}`;
  return key.length <= LONGEST ? key : `${key.slice(0, LONGEST - 9)}-${sha256(key).slice(0, 8)}`;
}
