import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../io/parseJson.js';
import { UserError } from '../../io/userError.js';
import type { PinnedPackage } from './pinnedPackages.js';
import type { RemovedPairs, SelectPairsOptions } from './selectPairs.js';

/** One tar shard of a split. */
export interface Shard {
  /** Relative to the dataset's folder, e.g. "train/00000.tar". */
  readonly file: string;
  readonly pairs: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** How much a split of IconWIT holds. */
export interface SplitSummary {
  readonly pairs: number;
  readonly shards: readonly Shard[];
  readonly removed: RemovedPairs;
}

/**
 * What `manifest.json` of a built IconWIT says: enough to build the same bytes again and to know them for what they
 * are.
 */
export interface IconWitManifest {
  readonly name: 'iconwit';
  /** Of how pairs are chosen and captioned: raised when the same packages give others. */
  readonly version: number;
  readonly packages: readonly PinnedPackage[];
  readonly seed: number;
  readonly options: SelectPairsOptions & { readonly imageSize: number; readonly shardSize: number };
  readonly queries: number;
  readonly splits: { readonly train: SplitSummary; readonly validation: SplitSummary };
  readonly heldOut: readonly string[];
  /** Hash over all shards' hashes: the dataset's identity. */
  readonly hash: string;
}

export function iconWitFolder(cache: string): string {
  return join(cache, 'iconwit');
}

/** @throws UserError when the dataset has not been built or its manifest cannot be read. */
export async function readManifest(folder: string): Promise<IconWitManifest> {
  const path = join(folder, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new UserError(`IconWIT is not at ${folder}; build it with "cliplab data build iconwit".`);
  }
  try {
    return parseJson(text, path) as IconWitManifest;
  } catch {
    throw new UserError(`${path} is not valid JSON; remove it and run "cliplab data build iconwit".`);
  }
}
