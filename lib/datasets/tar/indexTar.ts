import { open } from 'node:fs/promises';
import { gunzipWithin, isGzip } from '../../io/gunzipWithin.js';
import { openRegularFile, readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { isRegular, isWithoutContent, longNameOf, misfit, readHeader } from './readTar.js';

const BLOCK = 512;
const WINDOW = 1 << 20;
/** Names are shorter, whatever a damaged header says. */
const MAX_NAME = 1 << 16;

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

/** Where a file of an archive lies in it. */
export interface TarPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * The places of the regular files of a tar archive, in order, without reading the files.
 * @param passedOver told the name of each link or device, which stands in no place
 * @throws UserError for an archive that is cut short or damaged, or holds more than `budget` allows
 */
export async function* indexTar(
  bytes: ByteRange,
  path: string,
  budget: ReadingBudget,
  remedy: string,
  passedOver: (name: string) => void,
): AsyncGenerator<TarPlace> {
  const damaged = (at: number, what: string): UserError =>
    new UserError(`${path} is damaged at byte ${at} (${what}); ${remedy}`);
  let longName: string | undefined;
  let window = { at: 0, bytes: new Uint8Array() };
  const block = async (at: number): Promise<Uint8Array> => {
    if (at < window.at || at + BLOCK > window.at + window.bytes.length)
      window = { at, bytes: new Uint8Array(await bytes.read(at, Math.min(WINDOW, bytes.size - at))) };
    return window.bytes.subarray(at - window.at, at - window.at + BLOCK);
  };
  for (let at = 0; ;) {
    if (at + BLOCK > bytes.size) throw damaged(at, 'the archive ends without its closing blocks');
    const header = readHeader(await block(at));
    if (header === 'end') return;
    if (header === 'damaged') throw damaged(at, 'the header does not match its checksum');
    const { size, type } = header;
    budget.takeEntries();
    const offset = at + BLOCK;
    if (!(size <= bytes.size - offset)) throw damaged(at, misfit(size));
    const isNote = type === 'L' || type === 'x';
    if (isNote && size > MAX_NAME) throw damaged(at, `a name of ${size} bytes`);
    const named = isNote ? longNameOf(type, await bytes.read(offset, size)) : undefined;
    if (isNote) longName = named || longName;
    else {
      const name = longName ?? header.name;
      if (isRegular(type)) yield { name, offset, size };
      else if (!isWithoutContent(type)) passedOver(name);
      longName = undefined;
    }
    at = offset + Math.ceil(size / BLOCK) * BLOCK;
  }
}
