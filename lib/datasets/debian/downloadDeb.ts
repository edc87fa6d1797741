import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { downloadFile, NoRoom } from '../../hub/downloadFile.js';
import type { HubSettings } from '../../hub/hubSettings.js';
import { sha256File } from '../../io/sha256.js';
import { StorageError } from '../../io/storageError.js';
import { UserError } from '../../io/userError.js';
import { DEB_SERVERS, type PinnedDeb } from './pinnedDebs.js';

/** How long a server is waited for, and the pause before it is asked again. */
export type DebSettings = Pick<HubSettings, 'pauseMs' | 'silenceMs'>;

/**
 * Gives the path of a package's file in `folder`, verified: what is there, also put there by hand, or else what a
 * server sends, gone on with where an earlier run was stopped.
 * @throws UserError saying why no server gives it, and where to put it by hand; where a file of its name is another;
 *   where the disk has no room
 */
export async function downloadDeb(
  deb: PinnedDeb,
  folder: string,
  servers: readonly string[] = DEB_SERVERS,
  settings: DebSettings = { pauseMs: 500, silenceMs: 30_000 },
): Promise<string> {
  const path = join(folder, basename(deb.path));
  const what = `${deb.name} ${deb.version}`;
  if (existsSync(path)) {
    if ((await sha256File(path)) === deb.sha256) return path;
    throw new UserError(`${path} is not ${what}: its SHA-256 is not ${deb.sha256}; remove it.`);
  }
  const refusals: string[] = [];
  for (const endpoint of servers) {
    const server: HubSettings = { endpoint, cache: folder, offline: false, ...settings };
    try {
      await downloadFile(server, { path: deb.path, what, etag: deb.sha256, size: deb.bytes }, path);
      return path;
    } catch (error) {
      if (error instanceof NoRoom)
        throw new UserError(
          `there is no room for ${what} (${Math.ceil(deb.bytes / 1e6)} MB) in ${folder}; ` +
            'free some, or set CLIPLAB_CACHE to a folder on another disk.',
        );
      if (!(error instanceof UserError) || error instanceof StorageError) throw error;
      // The remedy behind it is one for a hub.
      refusals.push(error.message.replace(/[;:] .*$/s, ''));
    }
  }
  throw new UserError(
    `${what} cannot be fetched (${refusals.join('; ')}); ` +
      `try again later, or put its file ${basename(path)} (SHA-256 ${deb.sha256}) into ${folder} by hand.`,
  );
}
