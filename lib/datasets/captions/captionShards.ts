import { join } from 'node:path';
import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { contentHash } from '../contentHash.js';
import { readShardImages, type ShardImage, unpackingBudget } from '../layouts/shardImages.js';
import { SHARD_IMAGES } from '../layouts/shardSamples.js';
import { shardNames } from '../layouts/shardNames.js';
import { indexTar, openByteRange, type ByteRange } from '../tar/indexTar.js';
import { samplePart } from '../tar/readSamples.js';
import type { TarPlace } from '../tar/walkTar.js';
import { requireCaptions, type CaptionedImages } from './captionedImages.js';

/** The captions of one image take no more. */
const MAX_CAPTION_BYTES = 2 ** 20;

interface CaptionedSample extends ShardImage {
  readonly key: string;
  readonly captions: readonly string[];
}

/**
 * A folder of tar shards `0.tar`, `1.tar`, ... in clip-benchmark's layout of retrieval datasets: each sample an image
 * and a text `.txt` with a caption a line. Images are read from the shards when they are asked for.
 * @throws UserError naming the shard or sample that is missing or damaged, or has no image or caption
 */
export async function readCaptionShards(folder: string): Promise<Omit<CaptionedImages, 'name' | 'title'>> {
  const remedy = `fetch or restore ${folder} again.`;
  const notes: string[] = [];
  const names = await shardNames(folder, remedy, notes);
  const unpacked = unpackingBudget(folder);
  const budget = createReadingBudget(folder, 'dataset');
  const samples: CaptionedSample[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const shard = await openByteRange(path, unpacked, remedy);
    for (const sample of await samplesOf(path, shard, budget, remedy)) samples.push(sample);
  }
  if (samples.length === 0) throw new UserError(`${folder} holds no images with captions in its shards; ${remedy}`);
  const keys = samples.map(({ key }) => key);
  const sha256 = await contentHash(
    folder,
    names.map((name) => ({ name, path: join(folder, name) })),
  );
  return {
    images: { keys, labels: new Int32Array(samples.length), sha256, read: readShardImages(samples, keys) },
    captions: samples.map(({ captions }) => captions),
    notes,
  };
}

async function samplesOf(
  path: string,
  shard: ByteRange,
  budget: ReadingBudget,
  remedy: string,
): Promise<CaptionedSample[]> {
  const groups = new Map<string, Map<string, TarPlace>>();
  for await (const place of indexTar(shard, path, remedy, { budget })) {
    const part = samplePart(place.name);
    if (!part) continue;
    budget.takeBytes(2 * place.name.length);
    const files = groups.get(part.key) ?? new Map<string, TarPlace>();
    groups.set(part.key, files.set(part.extension, place));
  }
  const samples: CaptionedSample[] = [];
  for (const [key, files] of groups) {
    const image = SHARD_IMAGES.map((extension) => files.get(extension)).find((place) => place !== undefined);
    const text = files.get('txt');
    const what = `${path}: sample ${key}`;
    if (!image || !text || text.size > MAX_CAPTION_BYTES)
      throw new UserError(
        `${what} needs an image and a text of captions, and has ${[...files.keys()].slice(0, 9).join(', ')}; ${remedy}`,
      );
    budget.takeBytes(text.size);
    const lines = Buffer.from(await shard.read(text.offset, text.size))
      .toString('utf8')
      .split('\n');
    samples.push({ key, path, shard, image, captions: requireCaptions(lines, what, remedy) });
  }
  return samples;
}
