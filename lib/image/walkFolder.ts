import type { Dirent } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { breathe } from '../io/interruption.js';
import { isLeftBehind } from '../io/isLeftBehind.js';
import { listFolder } from '../io/listFolder.js';
import type { ReadingBudget } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';

/** Why something in a folder is no file to read. */
export type PassedOver = 'hidden' | 'repeated' | 'broken' | 'special' | 'unreadable' | 'misnamed';

export interface WalkedFolder {
  /** Regular files by name: from the folder on, with `/`. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Names of the folders in it that could be read, likewise. */
  readonly folders: readonly string[];
  /** Names of those of them that are links to what lies outside. */
  readonly outside: readonly string[];
  /** Names of what was passed over, by reason. */
  readonly passedOver: Readonly<Record<PassedOver, readonly string[]>>;
}

interface Place {
  readonly name: string;
  /** Without a link in it. */
  readonly real: string;
}

const below = (name: string, entry: string): string => (name === '' ? entry : `${name}/${entry}`);

/**
 * All regular files in a folder and the folders below it. Links to files and folders are followed, after everything
 * that lies there itself; what was found before, by whatever way, is not found again, so loops end. Hidden files, what
 * systems leave behind, pipes, devices and sockets, links to nothing, folders that cannot be read and names that are
 * not UTF-8 are passed over and listed.
 * @throws UserError where it is no folder, cannot be read, or holds more than `budget` allows
 * @throws Interrupted when the user stops it
 */
export async function walkFolder(folder: string, budget: ReadingBudget): Promise<WalkedFolder> {
  const root = resolve(folder);
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new UserError(
      `${folder} cannot be read as a folder of images (${error.code ?? error.message}); give a folder, or a dataset by name.`,
    );
  };
  const realRoot = await realpath(root).catch(refuse);
  const files: { name: string; path: string }[] = [];
  const folders: string[] = [];
  const outside: string[] = [];
  const passedOver: Record<PassedOver, string[]> = {
    hidden: [],
    repeated: [],
    broken: [],
    special: [],
    unreadable: [],
    misnamed: [],
  };
  const seen = new Set<string>();
  let links: Place[] = [];

  const take = (name: string, real: string): void => {
    if (seen.has(real)) passedOver.repeated.push(name);
    else {
      seen.add(real);
      files.push({ name, path: join(root, name) });
    }
  };

  const look = async (place: Place, entry: Dirent, waiting: Place[]): Promise<void> => {
    const name = below(place.name, entry.name);
    const real = join(place.real, entry.name);
    // Some file systems do not say in their lists what an entry is.
    const kind = isUnknown(entry) ? await lstat(real).catch(() => undefined) : entry;
    if (isLeftBehind(entry.name)) passedOver.hidden.push(name);
    else if (await isMisnamed(entry.name, real)) passedOver.misnamed.push(name);
    else if (kind?.isSymbolicLink()) links.push({ name, real });
    else if (kind?.isFile()) take(name, real);
    else if (!kind?.isDirectory()) passedOver.special.push(name);
    else if (seen.has(real)) passedOver.repeated.push(name);
    else waiting.push({ name, real });
  };

  const walk = async (first: Place): Promise<void> => {
    const waiting = [first];
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      await breathe();
      budget.checkDepth(place.name.split('/').length);
      seen.add(place.real);
      try {
        for await (const entry of listFolder(place.real, budget)) await look(place, entry, waiting);
        if (place.name !== '') folders.push(place.name);
      } catch (error) {
        if (error instanceof UserError) throw error;
        if (place.name === '') refuse(error as NodeJS.ErrnoException);
        passedOver.unreadable.push(place.name);
      }
    }
  };

  await walk({ name: '', real: realRoot });
  while (links.length > 0) {
    const found = links.sort((a, b) => (a.name < b.name ? -1 : 1));
    links = [];
    for (const { name, real } of found) {
      await breathe();
      const target = await realpath(real).catch(() => undefined);
      // Not by the target, whose name may not be UTF-8.
      const stats = await stat(real).catch(() => undefined);
      if (target === undefined || !stats) passedOver.broken.push(name);
      else if (stats.isFile()) take(name, target);
      else if (!stats.isDirectory()) passedOver.special.push(name);
      else if (seen.has(target) || isAbove(target, realRoot)) passedOver.repeated.push(name);
      else {
        if (!isAbove(realRoot, target)) outside.push(name);
        await walk({ name, real: target });
      }
    }
  }
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  for (const names of Object.values(passedOver)) names.sort();
  return { files: files.sort(byName), folders: folders.sort(), outside, passedOver };
}

/**
 * Whether an entry's name is not UTF-8: the system gives it with a replacement character in place of such bytes, and
 * knows no entry of that name.
 */
const isMisnamed = async (name: string, path: string): Promise<boolean> =>
  name.includes('\ufffd') && (await lstat(path).catch(() => undefined)) === undefined;

const isUnknown = (entry: Dirent): boolean =>
  !(
    entry.isFile() ||
    entry.isDirectory() ||
    entry.isSymbolicLink() ||
    entry.isFIFO() ||
    entry.isSocket() ||
    entry.isCharacterDevice() ||
    entry.isBlockDevice()
  );

const isAbove = (folder: string, other: string): boolean =>
  other.startsWith(folder.endsWith(sep) ? folder : folder + sep);
