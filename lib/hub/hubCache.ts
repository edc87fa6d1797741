import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../io/makeFolder.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import type { HubSettings } from './hubSettings.js';
import { kindOf, type Repository } from './repositories.js';

/**
 * The hub's own cache of a repository, which other tools read and fill too: `blobs/` by content, `snapshots/<commit>/`
 * with links to them by name, `refs/` from branch to commit.
 */
export interface HubCache {
  /** Where a file's content lies or will lie. */
  blob(etag: string): string;
  lock(etag: string): string;
  snapshot(commit: string): string;
  /** The commit that a revision was last seen at; undefined where it never was. */
  commitOf(revision: string): string | undefined;
  remember(revision: string, commit: string): Promise<void>;
  /** Whether a snapshot holds a file; a link to nothing is none. */
  has(commit: string, name: string): boolean;
  /** Names of the files at a snapshot's top; links to nothing are left out. */
  files(commit: string): string[];
  /** Gives a blob its name in a snapshot. */
  link(commit: string, name: string, etag: string): Promise<void>;
}

const COMMIT = /^[0-9a-f]{40}$/;

export function hubCache({ cache }: HubSettings, repository: Repository): HubCache {
  const folderName = `${kindOf(repository)}s--${repository.id.replace('/', '--')}`;
  const folder = join(cache, folderName);
  const blob = (etag: string): string => join(folder, 'blobs', etag);
  const snapshot = (commit: string): string => join(folder, 'snapshots', commit);
  return {
    blob,
    lock: (etag) => join(cache, '.locks', folderName, `${etag}.cliplab`),
    snapshot,
    commitOf(revision) {
      const ref = join(folder, 'refs', revision);
      const commit = COMMIT.test(revision) || !existsSync(ref) ? revision : readFileSync(ref, 'utf8').trim();
      return COMMIT.test(commit) ? commit : undefined;
    },
    remember: (revision, commit) =>
      COMMIT.test(revision) ? Promise.resolve() : writeFileAtomic(join(folder, 'refs', revision), commit),
    has: (commit, name) => existsSync(join(snapshot(commit), name)),
    files(commit) {
      const path = snapshot(commit);
      return existsSync(path) ? readdirSync(path).filter((name) => existsSync(join(path, name))) : [];
    },
    async link(commit, name, etag) {
      const path = join(snapshot(commit), name);
      await makeFolder(dirname(path));
      try {
        await symlink(relative(dirname(path), blob(etag)), path);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') return;
        // Windows lets only some users make links.
        if (code !== 'EPERM') throw error;
        await copyFile(blob(etag), path);
      }
    },
  };
}
