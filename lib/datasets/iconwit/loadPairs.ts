import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireSize } from '../../image/requireSize.js';
import { requireWhole } from '../../io/requireWhole.js';
import { join } from 'node:path';
import { cacheDirectory } from '../../io/projectPaths.js';
import { sha256 } from '../../io/sha256.js';
import { decodeShards } from './decodeShards.js';
import { iconWitFolder, readManifest } from './manifest.js';
import type { PairSet } from './pairSet.js';
import { readPixelPack, writePixelPack } from './pixelPack.js';

/** Which of IconWIT's pairs, and at what size. */
export interface LoadPairsOptions {
  readonly split: 'train' | 'validation';
  /** Pixels a side that the images are shrunk to; at most the shards' own (64 by default). */
  readonly imageSize: number;
  /** Only the first so many pairs. The shards are shuffled, so any prefix is a fair sample. */
  readonly limit?: number;
  /** The cache that IconWIT was built in; by default the project's. */
  readonly cache?: string;
}

/** Raised when the same shards may come out as other pixels. */
const DECODE_VERSION = 2;

/**
 * IconWIT's pairs in memory, images decoded: count x imageSize x imageSize x 3 bytes. The first time the shards are
 * decoded and the pixels kept beside them; a kept copy is verified before use and made again when broken.
 * @throws UserError when IconWIT is not built, a shard is missing or damaged, or more than 1 % of its samples are.
 * @example
 * const pairs = await loadPairs({ split: 'validation', imageSize: 32, limit: 100 });
 * show(pairs.captions[0]);
 */
export async function loadPairs({
  split,
  imageSize,
  limit = Infinity,
  cache = cacheDirectory(),
}: LoadPairsOptions): Promise<PairSet> {
  requireSize(imageSize);
  if (limit !== Infinity) requireWhole(limit, 'the limit', 1);
  if (split !== 'train' && split !== 'validation')
    throw new UserError(`IconWIT has no split ${told(split)}, expected "train" or "validation".`);
  const folder = iconWitFolder(cache);
  const manifest = await readManifest(folder);
  const { shards, pairs } = manifest.splits[split];
  const count = Math.min(pairs, limit);
  const key = sha256(JSON.stringify([DECODE_VERSION, shards.map((shard) => shard.sha256), imageSize, count])).slice(
    0,
    16,
  );
  const packed = join(folder, 'decoded', `${split}-${imageSize}px-${count}-${key}`);
  const kept = await readPixelPack(packed, key);
  if (kept) return kept;
  const decoded = await decodeShards(folder, shards, imageSize, count);
  const pairSet: PairSet = { ...decoded, hash: key };
  await writePixelPack(packed, pairSet);
  return pairSet;
}
