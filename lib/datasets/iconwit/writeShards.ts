import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgress } from '../../io/progress.js';
import { sha256, sha256File } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { writeTar, type TarFile } from '../tar/writeTar.js';
import type { Shard } from './manifest.js';
import { packPath } from './renderSets.js';
import type { ChosenPair } from './selectPairs.js';

/** Raised when the same pairs may come out as other bytes. */
const SHARD_VERSION = 1;

export interface ShardOptions {
  /** The dataset's folder. */
  readonly folder: string;
  /** Where the rendered packs are. */
  readonly rendered: string;
  readonly split: 'train' | 'validation';
  /** Pairs in a shard. */
  readonly shardSize: number;
}

/** What a sample's .json holds. */
export interface SampleRecord {
  readonly id: string;
  readonly set: string;
  readonly name: string;
  readonly caption: string;
  readonly captions: readonly string[];
  readonly category?: string;
  readonly style?: string;
  readonly query: string;
  readonly license: string;
  readonly author: string;
  readonly source: string;
  /** First 16 hex digits of SHA-256 over the RGB bytes. */
  readonly pixels: string;
}

/**
 * Writes the pairs, in order, as webdataset shards: {key}.png, {key}.txt (the main caption), {key}.json. A shard that
 * is there, planned from the same pairs, and whole is kept.
 */
export async function writeShards(pairs: readonly ChosenPair[], options: ShardOptions): Promise<Shard[]> {
  const { split, shardSize, folder } = options;
  const progress = startProgress(`writing ${split} shards`, 'pairs', pairs.length);
  const packs = new Map<string, FileHandle>();
  const shards: Shard[] = [];
  try {
    for (let first = 0; first < pairs.length; first += shardSize) {
      const chosen = pairs.slice(first, first + shardSize);
      const number = String(first / shardSize).padStart(5, '0');
      const file = `${split}/${number}.tar`;
      const planned = join(folder, split, `${number}.json`);
      const plan = sha256(JSON.stringify([SHARD_VERSION, first, chosen.map((pair) => sampleRecord(pair))]));
      let shard = await keptShard(folder, planned, plan);
      if (!shard) {
        const tar = writeTar(await shardFiles(chosen, first, options.rendered, packs));
        shard = { file, pairs: chosen.length, bytes: tar.length, sha256: sha256(tar) };
        await writeFileAtomic(join(folder, file), tar);
        await writeFileAtomic(planned, JSON.stringify({ plan, ...shard }) + '\n');
      }
      shards.push(shard);
      progress.advance(chosen.length, file);
    }
    progress.finish(`${shards.length} shards`);
    return shards;
  } finally {
    for (const pack of packs.values()) await pack.close();
  }
}

async function keptShard(folder: string, planned: string, plan: string): Promise<Shard | undefined> {
  try {
    const { plan: oldPlan, ...shard } = JSON.parse(await readFile(planned, 'utf8')) as Shard & { plan: string };
    const path = join(folder, shard.file);
    const same =
      oldPlan === plan && (await stat(path)).size === shard.bytes && (await sha256File(path)) === shard.sha256;
    return same ? shard : undefined;
  } catch {
    return undefined;
  }
}

/** The files of some pairs, numbered from `first`; packs that are opened stay open in `packs`. */
export async function shardFiles(
  pairs: readonly ChosenPair[],
  first: number,
  rendered: string,
  packs: Map<string, FileHandle>,
): Promise<TarFile[]> {
  const files: TarFile[] = [];
  for (const [k, pair] of pairs.entries()) {
    const prefix = pair.set.prefix;
    let pack = packs.get(prefix);
    if (!pack) packs.set(prefix, (pack = await open(packPath(rendered, prefix))));
    const png = Buffer.alloc(pair.bytes);
    await pack.read(png, 0, pair.bytes, pair.offset);
    const key = String(first + k).padStart(9, '0');
    files.push(
      { name: `${key}.png`, data: png },
      { name: `${key}.txt`, data: Buffer.from(pair.captions[0]!) },
      { name: `${key}.json`, data: Buffer.from(JSON.stringify(sampleRecord(pair))) },
    );
  }
  return files;
}

function sampleRecord({
  id,
  set,
  name,
  author,
  captions,
  category,
  style,
  query,
  pixelHash,
}: ChosenPair): SampleRecord {
  return {
    id,
    set: set.prefix,
    name,
    caption: captions[0]!,
    captions,
    ...(category ? { category } : {}),
    ...(style ? { style } : {}),
    query,
    license: set.license,
    author,
    source: set.source,
    pixels: pixelHash,
  };
}
