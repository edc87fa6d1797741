import { open, readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../io/userError.js';
import { isRegular, longNameOf, readHeader } from './readTar.js';

const BLOCK = 512;
const WINDOW = 1 << 20;
/** A gzip file that claims to unpack to more is refused. */
const MAX_UNPACKED = 1 << 30;
/** Names are shorter, whatever a damaged header says. */
const MAX_NAME = 1 << 16;

/** Bytes that can be read anywhere in them. */
export interface ByteRange {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file's bytes, unpacked in memory where it is gzip; a plain one is opened anew for every read. */
export async function openByteRange(path: string, remedy: string): Promise<ByteRange> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UserError(`${path} is missing; ${remedy}`);
  const plain: ByteRange = {
    size: found.size,
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
  const [first, second] = await plain.read(0, 2);
  if (first !== 0x1f || second !== 0x8b) return plain;
  try {
    const bytes = gunzipSync(await readFile(path), { maxOutputLength: MAX_UNPACKED });
    return { size: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) };
  } catch {
    throw new UserError(`${path} is damaged, or unpacks to more than 1 GiB; ${remedy}`);
  }
}

/** Where a file of an archive lies in it. */
export interface TarPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * The places of the regular files of a tar archive, in order, without reading the files.
 * @throws UserError for an archive that is cut short or damaged
 */
export async function* indexTar(bytes: ByteRange, path: string, remedy: string): AsyncGenerator<TarPlace> {
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
    const offset = at + BLOCK;
    if (!(size <= bytes.size - offset)) throw damaged(at, `a file of ${size} bytes does not fit in the archive`);
    const isNote = type === 'L' || type === 'x';
    if (isNote && size > MAX_NAME) throw damaged(at, `a name of ${size} bytes`);
    const named = isNote ? longNameOf(type, await bytes.read(offset, size)) : undefined;
    if (isNote) longName = named || longName;
    else {
      if (isRegular(type)) yield { name: longName ?? header.name, offset, size };
      longName = undefined;
    }
    at = offset + Math.ceil(size / BLOCK) * BLOCK;
  }
}
