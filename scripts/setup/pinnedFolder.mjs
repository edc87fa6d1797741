import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../lib/setup/replaceFile.mjs';

/**
 * Installs what a file pins into a folder, unless just that is there already. A folder is whole when its stamp is.
 * @param {string} folder
 * @param {string} pins the file
 * @param {() => Promise<void>} install
 */
export async function pinnedFolder(folder, pins, install) {
  const stamp = join(folder, 'installed.sha256');
  const wanted = createHash('sha256').update(readFileSync(pins)).update(folder).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await install();
  replaceFile(stamp, wanted);
}
