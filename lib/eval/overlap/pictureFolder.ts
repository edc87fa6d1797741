import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { UserError } from '../../io/userError.js';

/** A picture file as it lies on disk. */
export interface PictureFile {
  /** From the folder on, with `/`, e.g. "cats/1.png". */
  readonly name: string;
  readonly path: string;
  /** Bytes and time of change: what tells whether it is still the same. */
  readonly state: string;
}

const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.avif', '.svg']);

/**
 * All pictures in a folder and the folders below it, by name.
 * @throws UserError where it is no folder, or holds none
 */
export async function pictureFolder(folder: string): Promise<PictureFile[]> {
  const root = resolve(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(
        `${folder} cannot be read as a folder of pictures (${error.code}); give a folder, or a dataset by name.`,
      );
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile() && EXTENSIONS.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0)
    throw new UserError(`${folder} holds no pictures (${[...EXTENSIONS].join(' ')}); give a folder that does.`);
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      const name = path.slice(root.length + 1).replaceAll(sep, '/');
      return { name, path, state: `${size} ${mtimeMs}` };
    }),
  );
}
