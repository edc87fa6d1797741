import type { FileHandle } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { writeTar } from '../tar/writeTar.js';
import type { ChosenPair } from './selectPairs.js';
import { shardFiles } from './writeShards.js';

/** Queries that a reader knows at sight, and bigrams among them. */
const QUERIES = [
  ...['cat', 'heart', 'house', 'rocket', 'umbrella', 'guitar', 'anchor', 'mountain'],
  ...['ice cream', 'light bulb', 'shopping cart', 'question mark'],
];
const PER_QUERY = 12;

/**
 * A small shard to look at: for some queries the first pairs, in training order, that they collected or that meet them.
 */
export async function samplesShard(train: readonly ChosenPair[], rendered: string): Promise<Uint8Array> {
  const pairs = QUERIES.flatMap((query) => {
    const collected = train.filter((pair) => pair.query === query);
    const met = train.filter((pair) => pair.query !== query && ` ${pair.captions[0]} `.includes(` ${query} `));
    return [...collected, ...met].slice(0, PER_QUERY).map((pair) => ({ ...pair, query }));
  });
  const packs = new Map<string, FileHandle>();
  try {
    return gzipSync(writeTar(await shardFiles(pairs, 0, rendered, packs)), { level: 9 });
  } finally {
    for (const pack of packs.values()) await pack.close();
  }
}
