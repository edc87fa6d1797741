import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeThumbnail } from '../../image/decode/decodeThumbnail.js';
import { eachInParallel } from '../../io/eachInParallel.js';
import { parseJson } from '../../io/parseJson.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { startProgress } from '../../io/progress.js';
import { sha256 } from '../../io/sha256.js';
import { UserError } from '../../io/userError.js';
import { readSamples, type Sample } from '../tar/readSamples.js';
import { readTar } from '../tar/readTar.js';
import type { Shard } from './manifest.js';
import type { PairSet } from './pairSet.js';
import type { SampleRecord } from './writeShards.js';

/** Above this share of unreadable samples the dataset counts as broken. */
const MAX_SKIPPED_SHARE = 0.01;

const REMEDY = 'run "cliplab data build iconwit", which writes it again.';

/** Reads the first `count` pairs of the shards, images decoded and shrunk to `size` pixels a side. */
export async function decodeShards(
  folder: string,
  shards: readonly Shard[],
  size: number,
  count: number,
): Promise<Omit<PairSet, 'hash'>> {
  const stride = size * size * 3;
  createReadingBudget(folder, 'dataset').takeBytes(count * stride);
  const pixels = new Uint8Array(count * stride);
  const records: (SampleRecord | undefined)[] = [];
  const progress = startProgress('decoding', 'pairs', count);
  for (const shard of shards) {
    if (records.length >= count) break;
    const path = join(folder, shard.file);
    const bytes = await readShard(path, shard);
    const samples = [...readSamples(readTar(bytes, path, REMEDY))].slice(0, count - records.length);
    const first = records.length;
    await eachInParallel(samples.length, async (k) => {
      records[first + k] = await decodeSample(samples[k]!, size, pixels, (first + k) * stride);
      progress.advance();
    });
  }
  progress.finish();
  return withoutSkipped(records, pixels, size);
}

async function readShard(path: string, shard: Shard): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new UserError(`${path} is missing; ${REMEDY}`);
  if (bytes.length !== shard.bytes || sha256(bytes) !== shard.sha256) {
    throw new UserError(`${path} is damaged: its bytes are not those of the manifest; ${REMEDY}`);
  }
  return bytes;
}

async function decodeSample(
  { files }: Sample,
  size: number,
  into: Uint8Array,
  offset: number,
): Promise<SampleRecord | undefined> {
  const png = files.get('png');
  const json = files.get('json');
  if (!png || !json) return undefined;
  try {
    const record = parseJson(json, 'a sample') as SampleRecord;
    into.set(await decodeThumbnail(png, size), offset);
    return record;
  } catch {
    return undefined;
  }
}

/** Closes the gaps that unreadable samples left. */
function withoutSkipped(
  records: readonly (SampleRecord | undefined)[],
  pixels: Uint8Array,
  size: number,
): Omit<PairSet, 'hash'> {
  const stride = size * size * 3;
  const good = records.flatMap((record, k) => (record ? [{ record, k }] : []));
  const skipped = records.length - good.length;
  if (skipped > MAX_SKIPPED_SHARE * records.length) {
    throw new UserError(`${skipped} of ${records.length} samples cannot be read, more than 1 %; ${REMEDY}`);
  }
  if (skipped > 0) good.forEach(({ k }, to) => pixels.copyWithin(to * stride, k * stride, (k + 1) * stride));
  return {
    images: { count: good.length, height: size, width: size, pixels: pixels.subarray(0, good.length * stride) },
    captions: good.map(({ record }) => record.captions),
    sets: good.map(({ record }) => record.set),
    categories: good.map(({ record }) => record.category ?? ''),
    ids: good.map(({ record }) => record.id),
    skipped,
  };
}
