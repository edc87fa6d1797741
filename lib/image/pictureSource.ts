import { readFileWithin } from '../io/readFileWithin.js';
import { createReadingBudget } from '../io/readingBudget.js';

/** A picture file that can be read when its turn comes. */
export interface PictureSource {
  /** What errors call it, e.g. its path. */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** A file on disk; what is no regular file, or too large for a picture, is refused when it is read. */
export function pictureFile(path: string): PictureSource {
  return { name: path, read: () => readFileWithin(path, createReadingBudget(path, 'picture')) };
}
