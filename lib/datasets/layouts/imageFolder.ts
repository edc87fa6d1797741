import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pictureFile } from '../../image/pictureSource.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { holdOut } from '../draws/holdOut.js';
import { readFiles, type PictureSplit } from '../pictureSplit.js';
import type { SplitName } from '../suite/taskSource.js';
import type { Layout } from './layout.js';

const PICTURE = /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/** What the folder of a split may be called. */
export const SPLIT_FOLDERS: Readonly<Record<SplitName, readonly string[]>> = {
  train: ['train'],
  validation: ['validation', 'valid', 'val'],
  test: ['test'],
};

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const named = entries.filter((entry) => !entry.name.startsWith('.'));
  const kept = named.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return kept.map((entry) => entry.name).sort();
}

async function readClasses(label: string, folder: string, classNames: readonly string[]): Promise<PictureSplit> {
  const keys: string[] = [];
  const labels: number[] = [];
  for (const name of await subfolders(folder)) {
    const c = classNames.indexOf(name);
    if (c < 0)
      throw new UserError(`${join(folder, name)} is a class that the training folder has not; rename or add it.`);
    const files = (await readdir(join(folder, name), { recursive: true })).filter((file) => PICTURE.test(file)).sort();
    for (const file of files) {
      keys.push(`${name}/${file.replaceAll('\\', '/')}`);
      labels.push(c);
    }
  }
  if (keys.length === 0)
    throw new UserError(`${folder} holds no pictures; put each class's into a folder of its name.`);
  const path = (k: number): string => join(folder, keys[k]!);
  const sha256 = await contentHash(
    label,
    keys.map((name, k) => ({ name, path: path(k) })),
  );
  return { keys, labels: Int32Array.from(labels), sha256, read: readFiles((k) => pictureFile(path(k))) };
}

/**
 * Pictures in folders: `train`, `test` and perhaps `validation` with a folder a class in each, or a folder a class alone, which are
 * then parted here, 60 % for training and 20 % each for validation and test, every class alike.
 * @throws UserError where there are no pictures, or a class is not in the training folder
 */
export async function readImageFolder(folder: string): Promise<Layout> {
  const parts = Object.entries(SPLIT_FOLDERS).flatMap(([split, names]) => {
    const name = names.find((candidate) => existsSync(join(folder, candidate)));
    return name === undefined ? [] : [[split, join(folder, name)] as const];
  });
  if (parts.length > 0) {
    const classNames = await subfolders(parts[0]![1]);
    const splits: Partial<Record<SplitName, PictureSplit>> = {};
    for (const [split, path] of parts) splits[split as SplitName] = await readClasses(path, path, classNames);
    return { classNames, labels: 'named', splits, notes: [] };
  }
  const classNames = await subfolders(folder);
  const all = await readClasses(folder, folder, classNames);
  const { held: test, rest } = holdOut(all, 0.2, 'test');
  const { held: validation, rest: train } = holdOut(rest, 0.25, 'validation');
  const notes = [
    'It has no splits of its own: 60 % of each class are for training, 20 % for validation and 20 % for test.',
  ];
  return { classNames, labels: 'named', splits: { train, validation, test }, notes };
}
