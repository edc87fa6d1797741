import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeThumbnail } from '../../image/decode/decodeThumbnail.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { gunzipWithin } from '../../io/gunzipWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { parseJson } from '../../io/parseJson.js';
import { cacheDirectory, dataDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { readSamples } from '../tar/readSamples.js';
import { readTar } from '../tar/readTar.js';
import { iconWitFolder } from './manifest.js';
import type { IconWitSummary } from './summarize.js';
import type { SampleRecord } from './writeShards.js';

/** Several times what the samples unpack to. */
const MAX_SAMPLES_BYTES = 2 ** 28;

/** A look at IconWIT without its shards. */
export interface IconWitStatistics {
  readonly summary: IconWitSummary;
  readonly samples: {
    readonly images: ImageBatch;
    /** Per image: caption, query, set, license and so on. */
    readonly records: readonly SampleRecord[];
  };
}

/**
 * The statistics and sample pairs of a built IconWIT.
 * @param folder where they lie; by default the committed ones
 * @throws UserError when a file is missing or cannot be read
 * @example
 * const { samples } = await readStatistics();
 * samples.images.count; // pairs that every clone has
 */
export async function readStatistics(folder = join(dataDirectory(), 'iconwit')): Promise<IconWitStatistics> {
  const remedy = 'restore it from the repository, or build it with "cliplab data build iconwit --publish".';
  const broken = (name: string): UserError => new UserError(`${join(folder, name)} is missing or damaged; ${remedy}`);
  const read = (name: string): Promise<Buffer> =>
    readFile(join(folder, name)).catch(() => {
      throw broken(name);
    });
  const text = (await read('summary.json')).toString('utf8');
  let summary: IconWitSummary;
  try {
    summary = parseJson(text, 'summary.json') as IconWitSummary;
  } catch {
    throw broken('summary.json');
  }
  const zipped = await read('samples.tar');
  const budget = createReadingBudget(join(folder, 'samples.tar'), 'dataset', { bytes: MAX_SAMPLES_BYTES });
  let tar: Uint8Array;
  try {
    tar = gunzipWithin(zipped, join(folder, 'samples.tar'), budget, remedy);
  } catch {
    throw broken('samples.tar');
  }
  const samples = [...readSamples(readTar(tar, join(folder, 'samples.tar'), remedy))];
  const size = summary.manifest.options.imageSize;
  const pixels = new Uint8Array(samples.length * size * size * 3);
  const records: SampleRecord[] = [];
  for (const [k, { files }] of samples.entries()) {
    const [png, json] = [files.get('png'), files.get('json')];
    if (!png || !json) throw broken('samples.tar');
    pixels.set(await decodeThumbnail(png, size), k * size * size * 3);
    records.push(parseJson(json, 'a sample of samples.tar') as SampleRecord);
  }
  return { summary, samples: { images: { count: samples.length, height: size, width: size, pixels }, records } };
}

/**
 * The same of the IconWIT that was built in a cache, by default the project's.
 * @example
 * const { summary } = await builtStatistics();
 */
export function builtStatistics(cache = cacheDirectory()): Promise<IconWitStatistics> {
  return readStatistics(iconWitFolder(cache));
}
