import { readFile } from 'node:fs/promises';
import { UserError } from '../io/userError.js';

/** A picture file that can be read when its turn comes. */
export interface PictureSource {
  /** What errors call it, e.g. its path. */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** A file on disk. */
export function pictureFile(path: string): PictureSource {
  return {
    name: path,
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
        throw new UserError(`${path} cannot be read (${code}); check the path and its permissions.`);
      }
    },
  };
}
