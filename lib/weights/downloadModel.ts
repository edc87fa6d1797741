import { join } from 'node:path';
import { READING_LIMITS } from '../io/readingBudget.js';
import { UserError } from '../io/userError.js';
import type { ReleasedName } from '../models/releasedConfigs.js';
import { chooseWeights, COMPANIONS, type ModelFiles } from './modelFiles.js';
import { readShardIndex } from './openShards.js';
import { fetchFile, listFiles } from '../hub/fetchFile.js';
import { hubCache, type HubCache } from '../hub/hubCache.js';
import { HubUnreachable } from '../hub/hubRequest.js';
import { hubSettings, type HubSettings } from '../hub/hubSettings.js';
import type { Repository } from '../hub/repositories.js';

const isIndex = (name: string): boolean => name.endsWith('.index.json');

const lacks = ({ id }: Repository, where: string): UserError =>
  new UserError(
    `${id} ${where} holds no CLIP that can be read: it needs config.json with model.safetensors or pytorch_model.bin, ` +
      `or open_clip_config.json with open_clip_model.safetensors or open_clip_pytorch_model.bin.`,
  );

/** Fetches what the cache lacks, the weights last. */
async function fetchModel(settings: HubSettings, cache: HubCache, repository: Repository): Promise<string> {
  const { revision } = repository;
  const { commit, names } = await listFiles(settings, repository);
  const chosen = chooseWeights(names);
  if (!chosen) throw lacks(repository, `at ${settings.endpoint}`);
  for (const name of [chosen.config, ...COMPANIONS.filter((companion) => names.includes(companion))])
    await fetchFile(settings, cache, repository, commit, name, READING_LIMITS.json.bytes);
  if (isIndex(chosen.weights)) {
    await fetchFile(settings, cache, repository, commit, chosen.weights, READING_LIMITS.json.bytes);
    const shards = new Set(readShardIndex(join(cache.snapshot(commit), chosen.weights)).values());
    for (const name of shards) await fetchFile(settings, cache, repository, commit, name);
  } else await fetchFile(settings, cache, repository, commit, chosen.weights);
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
 * A model of the hub in the hub's cache, fetched where it is not there yet. Where the hub cannot be reached, what the
 * cache has is used.
 * @param name what the user calls it
 * @param released set where the architecture is one of the released ones
 * @throws UserError in one sentence: no such repository, no right to it, no CLIP in it, no connection, no room on the
 *   disk
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
