import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pictureFile } from '../../image/pictureSource.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readLines } from '../positionedLines.js';
import { readFiles, type PictureSplit } from '../pictureSplit.js';
import type { Layout } from './layout.js';

const REMEDY = 'fetch images and annotations from https://www.robots.ox.ac.uk/~vgg/data/pets/ again.';
const LISTS = { train: 'trainval.txt', test: 'test.txt' };

/** Whether a folder holds the Oxford-IIIT Pets' `images` and `annotations`. */
export const isOxfordPets = (folder: string): boolean =>
  Object.values(LISTS).every((list) => existsSync(join(folder, 'annotations', list))) &&
  existsSync(join(folder, 'images'));

interface ListedPet {
  readonly picture: string;
  readonly breed: string;
}

async function readList(path: string): Promise<ListedPet[]> {
  const lines = (await readLines(path)).map((line, k) => ({ line, k }));
  const listed = lines.filter(({ line }) => line.trim() !== '' && !line.startsWith('#'));
  return listed.map(({ line, k }) => {
    const [, picture, breed] = /^((\S+)_\d+) \d+ \d+ \d+\s*$/.exec(line) ?? [];
    if (picture === undefined || breed === undefined || /[\\/]/.test(picture))
      throw new UserError(`${path} is damaged: line ${k + 1} should be a picture and three numbers; ${REMEDY}`);
    return { picture, breed };
  });
}

/**
 * The Oxford-IIIT Pets as published: `images/Abyssinian_1.jpg`, `annotations/trainval.txt` and `test.txt`.
 * @throws UserError naming the list that is damaged or the picture that is missing
 */
export async function readOxfordPets(folder: string): Promise<Layout> {
  const read = (list: string): Promise<ListedPet[]> => readList(join(folder, 'annotations', list));
  const [train, test] = [await read(LISTS.train), await read(LISTS.test)];
  const breeds = [...new Set([...train, ...test].map(({ breed }) => breed))].sort();
  const open = async (pets: readonly ListedPet[]): Promise<PictureSplit> => {
    const keys = pets.map(({ picture }) => picture);
    const path = (k: number): string => join(folder, 'images', `${keys[k]}.jpg`);
    const missing = keys.findIndex((_, k) => !existsSync(path(k)));
    if (missing >= 0) throw new UserError(`${path(missing)} is missing; ${REMEDY}`);
    return {
      keys,
      labels: Int32Array.from(pets, ({ breed }) => breeds.indexOf(breed)),
      sha256: await contentHash(
        folder,
        keys.map((name, k) => ({ name, path: path(k) })),
      ),
      read: readFiles((k) => pictureFile(path(k))),
    };
  };
  const splits = { train: await open(train), test: await open(test) };
  return { classNames: breeds, labels: 'named', splits, notes: [], registered: 'OxfordPets' };
}
