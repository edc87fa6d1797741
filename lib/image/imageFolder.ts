import { extname } from 'node:path';
import { openRegularFile } from '../io/readFileWithin.js';
import { UserError } from '../io/userError.js';
import { createReadingBudget } from '../io/readingBudget.js';
import { walkFolder, type PassedOver } from './walkFolder.js';
import { fileFormat } from './decode/fileFormat.js';

/** Endings of files that are read. What a file is, its content says: a PNG called .jpg is a PNG. */
const ENDINGS = new Set(
  'jpg jpeg jpe jfif jif pjpeg pjp png apng webp gif bmp dib tif tiff avif avifs svg'
    .split(' ')
    .map((ending) => `.${ending}`),
);
/** Whether a file's name ends as that of an image. */
export const hasImageEnding = (name: string): boolean => ENDINGS.has(extname(name).toLowerCase());

/** Of a file without an ending, so much is looked at. */
const HEAD_BYTES = 4096;
/** So many names are told of those that are passed over. */
const TOLD = 3;

/** The images in a folder and the folders below it. */
export interface ImageFolder {
  /** By name: from the folder on, with `/`, e.g. "cats/1.png". */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Names of all folders in it that could be read. */
  readonly folders: readonly string[];
  /** Names of those of them that are links to what lies outside. */
  readonly outside: readonly string[];
  /** What was passed over and why, in words to go on with after "passed over"; empty where nothing was. */
  readonly passedOver: string;
}

const REASONS: Readonly<Record<PassedOver, string>> = {
  hidden: 'hidden or left behind by a system',
  repeated: 'links to what is there already',
  broken: 'links to nothing',
  special: 'devices, pipes or sockets',
  unreadable: 'folders that cannot be read',
  misnamed: 'whose names are not UTF-8, rename them',
};

/**
 * All images in a folder, however deep, see `walkFolder` for links and what else lies in folders.
 * @throws UserError where it is no folder, cannot be read, or holds too much
 */
export async function imageFolder(folder: string): Promise<ImageFolder> {
  const { files, folders, outside, passedOver } = await walkFolder(folder, createReadingBudget(folder, 'dataset'));
  const images: { name: string; path: string }[] = [];
  const others: string[] = [];
  for (const file of files) {
    const isImage = extname(file.name) === '' ? await looksLikeImage(file.path) : hasImageEnding(file.name);
    if (isImage) images.push(file);
    else others.push(file.name);
  }
  const reasons = Object.entries(REASONS).map(([reason, words]) => told(passedOver[reason as PassedOver], words));
  return {
    files: images,
    folders,
    outside,
    passedOver: [...reasons, told(others, 'files of other kinds')].filter((words) => words !== '').join('; '),
  };
}

/** The same of a folder that is to hold at least one. @throws UserError also where it holds none */
export async function filledImageFolder(folder: string): Promise<ImageFolder> {
  const found = await imageFolder(folder);
  if (found.files.length > 0) return found;
  const passed = found.passedOver === '' ? '' : ` (passed over: ${found.passedOver})`;
  throw new UserError(`${folder} holds no images${passed}; give a folder that does.`);
}

function told(names: readonly string[], what: string): string {
  if (names.length === 0) return '';
  return `${names.length} ${what} (${names.slice(0, TOLD).join(', ')}${names.length > TOLD ? ', ...' : ''})`;
}

async function looksLikeImage(path: string): Promise<boolean> {
  const opened = await openRegularFile(path).catch(() => undefined);
  if (!opened) return true; // Whoever reads it says why it cannot be read.
  const { file } = opened;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return fileFormat(head.subarray(0, bytesRead)) !== undefined;
  } finally {
    await file.close();
  }
}
