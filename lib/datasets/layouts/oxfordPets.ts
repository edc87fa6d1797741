import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { imageFile } from '../../image/imageSource.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readLines } from '../positionedLines.js';
import { readFiles, type ImageSplit } from '../imageSplit.js';
import type { Layout } from './layout.js';

const REMEDY = 'fetch images and annotations from https://www.robots.ox.ac.uk/~vgg/data/pets/ again.';
const LISTS = { train: 'trainval.txt', test: 'test.txt' };

/** Whether a folder holds the Oxford-IIIT Pets' `images` and `annotations`. */
export const isOxfordPets = (folder: string): boolean =>
  Object.values(LISTS).every((list) => existsSync(join(folder, 'annotations', list))) &&
  existsSync(join(folder, 'images'));

interface ListedPet {
  readonly image: string;
  readonly breed: string;
}

async function readList(path: string): Promise<ListedPet[]> {
  const lines = (await readLines(path)).map((line, k) => ({ line, k }));
  const listed = lines.filter(({ line }) => line.trim() !== '' && !line.startsWith('#'));
  return listed.map(({ line, k }) => {
    const [, image, breed] = /^((\S+)_\d+) \d+ \d+ \d+\s*$/.exec(line) ?? [];
    if (image === undefined || breed === undefined || /[\\/]/.test(image))
      throw new UserError(`${path} is damaged: line ${k + 1} should be an image and three numbers; ${REMEDY}`);
    return { image, breed };
  });
}

/**
 * The Oxford-IIIT Pets as published: `images/Abyssinian_1.jpg`, `annotations/trainval.txt` and `test.txt`.
 * @throws UserError naming the list that is damaged or the image that is missing
 */
export async function readOxfordPets(folder: string): Promise<Layout> {
  const read = (list: string): Promise<ListedPet[]> => readList(join(folder, 'annotations', list));
  const [train, test] = [await read(LISTS.train), await read(LISTS.test)];
  const breeds = [...new Set([...train, ...test].map(({ breed }) => breed))].sort();
  const open = async (pets: readonly ListedPet[]): Promise<ImageSplit> => {
    const keys = pets.map(({ image }) => image);
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
      read: readFiles((k) => imageFile(path(k))),
    };
  };
  const splits = { train: await open(train), test: await open(test) };
  return { classNames: breeds, labels: 'named', splits, notes: [], registered: 'OxfordPets' };
}
