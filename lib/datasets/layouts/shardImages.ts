import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { readFiles, type ReadImages } from '../imageSplit.js';
import type { ByteRange } from '../tar/indexTar.js';
import type { TarPlace } from '../tar/walkTar.js';

/** Shards that are packed are kept unpacked, all of a dataset together in no more memory than this. */
const MAX_UNPACKED = 2 ** 30;

/** What the packed shards of a dataset's folder may unpack to, all together. */
export const unpackingBudget = (folder: string): ReadingBudget =>
  createReadingBudget(`What the gzip shards of ${folder} unpack to`, 'dataset', { bytes: MAX_UNPACKED });

/** An image where it lies in a shard. */
export interface ShardImage {
  readonly shard: ByteRange;
  /** Of the shard. */
  readonly path: string;
  readonly image: TarPlace;
}

/** A reader of images that lie in shards. @param keys what errors call them, beside the shard */
export const readShardImages = (images: readonly ShardImage[], keys: readonly string[]): ReadImages =>
  readFiles((k) => {
    const { shard, path, image } = images[k]!;
    const name = `${path}: ${keys[k]}`;
    return {
      name,
      read: () => {
        createReadingBudget(name, 'image').takeBytes(image.size);
        return shard.read(image.offset, image.size);
      },
    };
  });
