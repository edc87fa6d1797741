import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../io/userError.js';
import { fetchFile, listFiles } from '../../hub/fetchFile.js';
import { hubCache, type HubCache } from '../../hub/hubCache.js';
import { HubUnreachable } from '../../hub/hubRequest.js';
import { hubSettings, type HubSettings } from '../../hub/hubSettings.js';
import type { Repository } from '../../hub/repositories.js';
import { SPLIT_FOLDERS } from '../layouts/splitFolders.js';
import { SHARD_COUNT_FILE } from '../layouts/shardNames.js';
import { CLASS_NAMES_FILE, TEMPLATES_FILE } from '../layouts/webdataset.js';
import { SPLIT_NAMES, type SplitName } from '../suite/taskSource.js';

/** The files of a repository that are the dataset, shards last: no other name it states is ever written. */
function chooseFiles(names: readonly string[], wanted: readonly SplitName[]): string[] {
  const folders = wanted.flatMap((split) => SPLIT_FOLDERS[split]);
  const isShard = (name: string): boolean => {
    const [, folder, file] = /^([A-Za-z]+)\/(\d+\.tar|nshards\.txt)$/.exec(name) ?? [];
    return folder !== undefined && file !== undefined && folders.includes(folder.toLowerCase());
  };
  const texts = names.filter((name) => name === CLASS_NAMES_FILE || name === TEMPLATES_FILE);
  return [...texts, ...names.filter(isShard).sort((a, b) => Number(a.endsWith('.tar')) - Number(b.endsWith('.tar')))];
}

async function fetchDataset(
  settings: HubSettings,
  cache: HubCache,
  repository: Repository,
  wanted: readonly SplitName[],
  classes: boolean,
): Promise<string> {
  const { commit, names } = await listFiles(settings, repository);
  const files = chooseFiles(names, wanted);
  if ((classes && !files.includes(CLASS_NAMES_FILE)) || !files.some((name) => name.endsWith('.tar')))
    throw new UserError(
      `${repository.id} at ${settings.endpoint} is no ${classes ? 'classification' : 'retrieval'} dataset in ` +
        `clip-benchmark's layout: it needs ${classes ? `${CLASS_NAMES_FILE} and ` : ''}shards such as test/0.tar; ` +
        'name another repository.',
    );
  for (const name of files) await fetchFile(settings, cache, repository, commit, name);
  await cache.remember(repository.revision, commit);
  return cache.snapshot(commit);
}

/** The snapshot in the cache, where all that is wanted of it is there. */
function cachedDataset(
  cache: HubCache,
  { revision }: Repository,
  wanted: readonly SplitName[],
  classes: boolean,
): string | undefined {
  const commit = cache.commitOf(revision);
  if (commit === undefined || (classes && !cache.has(commit, CLASS_NAMES_FILE))) return undefined;
  const hasTest = SPLIT_FOLDERS.test.some(
    (name) => cache.has(commit, join(name, SHARD_COUNT_FILE)) || cache.has(commit, join(name, '0.tar')),
  );
  return hasTest || !wanted.includes('test') ? cache.snapshot(commit) : undefined;
}

/** How `hubDataset` fetches. */
export interface HubDatasetOptions {
  /** Default those of the environment. */
  readonly settings?: HubSettings;
  /** False for datasets without class names, such as those of retrieval. Default true. */
  readonly classes?: boolean;
}

/**
 * A dataset of the hub in clip-benchmark's layout, fetched into the hub's cache where it is not there yet; stopped, the
 * next call goes on. `HF_ENDPOINT`, `HF_HOME` and `HF_HUB_OFFLINE` are heeded. Where the hub cannot be reached, what
 * the cache has is used.
 * @returns the folder
 * @throws UserError in one sentence: no such repository, no dataset in it, no connection, no room on the disk
 */
export async function hubDataset(
  id: string,
  revision = 'main',
  wanted: readonly SplitName[] = SPLIT_NAMES,
  { settings = hubSettings(), classes = true }: HubDatasetOptions = {},
): Promise<string> {
  const repository: Repository = { id, revision, kind: 'dataset' };
  const cache = hubCache(settings, repository);
  if (settings.offline) {
    const folder = cachedDataset(cache, repository, wanted, classes);
    if (folder !== undefined && existsSync(folder)) return folder;
    throw new UserError(
      `${id} is not in ${settings.cache}, and HF_HUB_OFFLINE forbids to fetch it; unset that, or give a folder.`,
    );
  }
  try {
    return await fetchDataset(settings, cache, repository, wanted, classes);
  } catch (error) {
    const folder = error instanceof HubUnreachable ? cachedDataset(cache, repository, wanted, classes) : undefined;
    if (folder === undefined) throw error;
    return folder;
  }
}
