import { requireWhole } from '../../io/requireWhole.js';
import { existsSync } from 'node:fs';
import { parseJson } from '../../io/parseJson.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { ImageSplit } from '../imageSplit.js';
import { classOrder } from './classOrder.js';

/** A few images of every class to learn from. */
export interface Draw {
  readonly shots: number;
  readonly seed: number;
  /** [classes * shots], positions in the split, class after class. */
  readonly positions: Int32Array;
  /** Of the keys drawn, to be put into every result: equal hashes are equal images. */
  readonly sha256: string;
}

type Labeled = Pick<ImageSplit, 'keys' | 'labels'>;

const hashOf = (keys: readonly string[]): string => sha256(keys.join('\n'));

/**
 * Draws `shots` images of every class (paper Figure 6: 1, 2, 4, 8 and 16). Draws of one seed are nested: fewer shots
 * are the first of more. They depend on the images' keys and the seed alone, and on no model, so all features share
 * them. Of several labels an image counts for its first.
 * @throws UserError naming the class that has fewer images, or where shots or seed are no whole numbers
 */
export function drawShots(
  dataset: { readonly name: string; readonly classNames: readonly string[]; readonly train: Labeled },
  shots: number,
  seed: number,
): Draw {
  if (!Number.isInteger(shots) || shots < 1)
    throw new UserError(`Shots are a whole number, 1 or more, and not ${shots}.`);
  requireWhole(seed, 'the seed', Number.MIN_SAFE_INTEGER);
  const { name, classNames, train } = dataset;
  const order = classOrder(train.keys, train.labels, `shots ${seed}`);
  const drawn = classNames.flatMap((className, c) => {
    const own = order[c] ?? [];
    if (own.length < shots)
      throw new UserError(
        `${name} has ${own.length} training images of "${className}" and ${shots} are to be drawn; draw fewer, or leave ${name} out.`,
      );
    return own.slice(0, shots);
  });
  return { shots, seed, positions: Int32Array.from(drawn), sha256: hashOf(drawn.map((k) => train.keys[k]!)) };
}

/**
 * Writes a draw as JSON, its images by key, for other tools and for `readDraw`.
 * @throws UserError where it is a draw of another dataset
 */
export async function writeDraw(
  path: string,
  draw: Draw,
  dataset: { readonly name: string; readonly train: Labeled },
): Promise<void> {
  const { shots, seed, sha256: hash, positions } = draw;
  const keys = Array.from(positions, (k) => {
    requireWhole(k, 'the position of a drawn image', 0, dataset.train.keys.length - 1);
    return dataset.train.keys[k]!;
  });
  await writeFileAtomic(
    path,
    JSON.stringify({ dataset: dataset.name, shots, seed, sha256: hash, keys }, null, 1) + '\n',
  );
}

/**
 * Reads a draw, of `writeDraw` or of others in the same form.
 * @throws UserError where it is damaged, names an image that is not there, or has not `shots` images of every class
 */
export async function readDraw(
  path: string,
  dataset: { readonly classNames: readonly string[]; readonly train: Labeled },
): Promise<Draw> {
  if (!existsSync(path)) throw new UserError(`${path} is missing; write it with writeDraw.`);
  const text = (await readFileWithin(path, createReadingBudget(path, 'json'))).toString('utf8');
  const { shots, seed, sha256: hash, keys } = parseDraw(text, path);
  if (hashOf(keys) !== hash)
    throw new UserError(`${path} is damaged: its hash is not that of its keys; write it again.`);
  const { train, classNames } = dataset;
  const places = new Map(train.keys.map((key, k) => [key, k]));
  const positions = Int32Array.from(keys, (key) => {
    const at = places.get(key);
    if (at === undefined) throw new UserError(`${path} draws ${key}, which is no training image here; draw anew.`);
    return at;
  });
  const counts = classNames.map(() => 0);
  for (const k of positions) counts[train.labels[k]!]!++;
  const uneven = counts.findIndex((count) => count !== shots);
  if (uneven >= 0 || new Set(keys).size !== keys.length)
    throw new UserError(`${path} should draw ${shots} different images of every class; draw anew.`);
  return { shots, seed, positions, sha256: hash };
}

function parseDraw(text: string, path: string): { shots: number; seed: number; sha256: string; keys: string[] } {
  try {
    const value = parseJson(text, path) as { shots: number; seed: number; sha256: string; keys: string[] };
    const isText = (key: unknown): boolean => typeof key === 'string';
    if (
      value.shots >= 1 &&
      [value.shots, value.seed].every(Number.isInteger) &&
      Array.isArray(value.keys) &&
      value.keys.every(isText)
    )
      return value;
  } catch {
    // Said below.
  }
  throw new UserError(`${path} is no draw: it should be JSON with shots, seed, sha256 and keys; write it again.`);
}
