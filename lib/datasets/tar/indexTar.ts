import { open } from 'node:fs/promises';
import { gunzipWithin, isGzip } from '../../io/gunzipWithin.js';
import { openRegularFile, readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { walkTar, type TarPlace, type TarWalkOptions } from './walkTar.js';

/** So much is read at once, as headers often follow one another closely. */
const WINDOW = 1 << 20;

/** Bytes that can be read anywhere in them. */
export interface ByteRange {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * A file's bytes, unpacked in memory where it is gzip, within `budget`; a plain one is opened anew for every read.
 * @throws UserError where it is no regular file, damaged, or unpacks to more
 */
export async function openByteRange(path: string, budget: ReadingBudget, remedy: string): Promise<ByteRange> {
  const { file: opened, stats } = await openRegularFile(path);
  await opened.close();
  const plain: ByteRange = {
    size: stats.size,
    async read(offset, length) {
      const file = await open(path, 'r');
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await file.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
  if (!isGzip(await plain.read(0, 2))) return plain;
  const packed = await readFileWithin(path, createReadingBudget(path, 'dataset'));
  const bytes = gunzipWithin(packed, path, budget, remedy);
  return { size: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) };
}

/**
 * The places of the regular files of a tar archive, in order, without reading the files.
 * @throws UserError for an archive that is cut short or damaged, or holds more than the budget allows
 */
export async function* indexTar(
  bytes: ByteRange,
  path: string,
  remedy: string,
  options?: TarWalkOptions,
): AsyncGenerator<TarPlace> {
  let window: { at: number; bytes: Uint8Array } = { at: 0, bytes: new Uint8Array() };
  const read = async (at: number, length: number): Promise<Uint8Array> => {
    if (at < window.at || at + length > window.at + window.bytes.length)
      window = { at, bytes: await bytes.read(at, Math.min(Math.max(WINDOW, length), bytes.size - at)) };
    return window.bytes.subarray(at - window.at, at - window.at + length);
  };
  const walk = walkTar(bytes.size, path, remedy, options);
  for (let step = walk.next(); !step.done;) {
    if ('wanted' in step.value) step = walk.next(await read(step.value.wanted.from, step.value.wanted.length));
    else {
      yield step.value.place;
      step = walk.next(window.bytes);
    }
  }
}
