import { join } from 'node:path';
import { keepStampedFolder } from '../../io/stampedFolder.js';
import { downloadDeb, type DebSettings } from './downloadDeb.js';
import type { PinnedDeb } from './pinnedDebs.js';
import { unpackDeb } from './unpackDeb.js';

/**
 * Makes sure that what is used of a package of Debian's archive lies unpacked under `folder`, and returns where. Where
 * it does, it only hashes it; otherwise the package's file is fetched (or taken, where it was put into `folder` by
 * hand), verified and unpacked into a folder that takes its place when it is whole.
 * @throws UserError when it cannot be fetched, or is damaged
 * @throws Interrupted when the user stops it
 */
export async function fetchDeb(
  folder: string,
  deb: PinnedDeb,
  servers?: readonly string[],
  settings?: DebSettings,
): Promise<string> {
  const target = join(folder, deb.name);
  await keepStampedFolder(target, JSON.stringify([deb.version, deb.sha256, deb.root, deb.endings]), async (making) => {
    const path = await downloadDeb(deb, folder, servers, settings);
    return unpackDeb(path, deb, making);
  });
  return target;
}
