import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../../io/withFileLock.js';
import { UserError } from '../../io/userError.js';
import type { ReleasedName } from '../../models/releasedConfigs.js';
import { chooseWeights, COMPANIONS, type ModelFiles } from '../modelFiles.js';
import { readShardIndex } from '../openShards.js';
import { downloadFile, type RemoteFile } from './downloadFile.js';
import { hubCache, type HubCache } from './hubCache.js';
import { hubRequest, HubUnreachable } from './hubRequest.js';
import { hubSettings, type HubSettings } from './hubSettings.js';
import type { Repository } from './repositories.js';

const isIndex = (name: string): boolean => name.endsWith('.index.json');

/** The commit a revision stands at, and the files it has. */
async function listFiles(
  settings: HubSettings,
  { id, revision }: Repository,
): Promise<{ commit: string; names: string[] }> {
  const what = `${id} at revision ${revision}`;
  const response = await hubRequest(settings, `api/models/${id}/revision/${encodeURIComponent(revision)}`, what);
  const { sha, siblings } = ((await response.json().catch(() => undefined)) ?? {}) as {
    sha?: unknown;
    siblings?: unknown;
  };
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings))
    throw new UserError(`${settings.endpoint} does not answer as a Hugging Face hub about ${what}; check HF_ENDPOINT.`);
  const names = siblings.map((sibling: { rfilename?: unknown }) => String(sibling?.rfilename));
  return { commit: sha, names };
}

/** Size and content's name of a file, which the hub states before it redirects to where the bytes are. */
async function describe(settings: HubSettings, id: string, commit: string, name: string): Promise<RemoteFile> {
  const what = `${id} ${name}`;
  let path = `${id}/resolve/${commit}/${name}`;
  for (let redirects = 0; redirects < 5; redirects++) {
    const { status, headers } = await hubRequest(settings, path, what, { method: 'HEAD', stopAtRedirect: true });
    const location = headers.get('location');
    // A repository that was renamed; large files redirect elsewhere, which is no business of this request.
    if (status >= 300 && !headers.has('x-linked-etag') && location?.startsWith('/')) {
      path = location.slice(1);
      continue;
    }
    const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '').replace(/^W\//, '').replaceAll('"', '');
    const size = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? NaN);
    if (!/^[A-Za-z0-9_-]+$/.test(etag) || !Number.isSafeInteger(size)) break;
    return { path, what, etag, size };
  }
  throw new UserError(`${settings.endpoint} does not say what ${what} is (no etag or length); check HF_ENDPOINT.`);
}

async function fetchFile(
  settings: HubSettings,
  cache: HubCache,
  id: string,
  commit: string,
  name: string,
): Promise<void> {
  if (cache.files(commit).includes(name)) return;
  const file = await describe(settings, id, commit, name);
  const path = cache.blob(file.etag);
  await withFileLock(cache.lock(file.etag), async () => {
    const found = await stat(path).catch(() => undefined);
    if (found?.size !== file.size) await downloadFile(settings, file, path);
  });
  await cache.link(commit, name, file.etag);
}

const lacks = ({ id }: Repository, where: string): UserError =>
  new UserError(
    `${id} ${where} holds no CLIP that can be read: it needs config.json with model.safetensors or pytorch_model.bin, ` +
      `or open_clip_config.json with open_clip_model.safetensors or open_clip_pytorch_model.bin.`,
  );

/** Fetches what the cache lacks, the weights last. */
async function fetchModel(settings: HubSettings, cache: HubCache, repository: Repository): Promise<string> {
  const { id, revision } = repository;
  const { commit, names } = await listFiles(settings, repository);
  const chosen = chooseWeights(names);
  if (!chosen) throw lacks(repository, `at ${settings.endpoint}`);
  for (const name of [chosen.config, ...COMPANIONS.filter((companion) => names.includes(companion))])
    await fetchFile(settings, cache, id, commit, name);
  if (isIndex(chosen.weights)) {
    await fetchFile(settings, cache, id, commit, chosen.weights);
    const shards = new Set(readShardIndex(join(cache.snapshot(commit), chosen.weights)).values());
    for (const name of shards) await fetchFile(settings, cache, id, commit, name);
  } else await fetchFile(settings, cache, id, commit, chosen.weights);
  await cache.remember(revision, commit);
  return join(cache.snapshot(commit), chosen.weights);
}

/** The weights in the cache; undefined where they are not there, or not all. */
function cachedWeights(cache: HubCache, { revision }: Repository): string | undefined {
  const commit = cache.commitOf(revision);
  const names = commit === undefined ? [] : cache.files(commit);
  const chosen = chooseWeights(names);
  if (commit === undefined || !chosen) return undefined;
  const path = join(cache.snapshot(commit), chosen.weights);
  return isIndex(path) && ![...readShardIndex(path).values()].every((name) => names.includes(name)) ? undefined : path;
}

/**
 * A model of the hub in the hub's cache, fetched where it is not there yet. Where the hub cannot be reached, what the cache
 * has is used.
 * @param name what the user calls it
 * @param released set where the architecture is one of the released ones
 * @throws UserError in one sentence: no such repository, no right to it, no CLIP in it, no connection, no room on the disk
 */
export async function downloadModel(
  name: string,
  repository: Repository,
  released?: ReleasedName,
  settings: HubSettings = hubSettings(),
): Promise<ModelFiles> {
  const cache = hubCache(settings, repository);
  const filesOf = (weights: string): ModelFiles => ({ name, weights, ...(released && { released }) });
  if (settings.offline) {
    const weights = cachedWeights(cache, repository);
    if (weights !== undefined) return filesOf(weights);
    throw new UserError(
      `${repository.id} is not in ${settings.cache}, and HF_HUB_OFFLINE forbids to fetch it; ` +
        `unset that, or give a folder or file of weights.`,
    );
  }
  try {
    return filesOf(await fetchModel(settings, cache, repository));
  } catch (error) {
    const weights = error instanceof HubUnreachable ? cachedWeights(cache, repository) : undefined;
    if (weights === undefined) throw error;
    return filesOf(weights);
  }
}
