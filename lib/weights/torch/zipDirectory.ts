import { crc32 } from 'node:zlib';
import type { ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import type { Allocate } from '../readingMemory.js';
import type { WeightsFile } from '../weightsFile.js';

/** One file inside a zip archive. Reading checks its place, and its checksum once. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  read(begin: number, length: number, allocate?: Allocate): Uint8Array;
}

const SIGNATURES = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** What an entry of the directory has at least, and what it takes of memory, about. */
const ENTRY_BYTES = 46;
const ENTRY_MEMORY = 600;
/** Bytes. */
const LONGEST_NAME = 1_024;
const CHECKED_AT_ONCE = 2 ** 20;
const ABSENT_32 = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The files of a zip archive by name, as `torch.save` writes them: stored without compression, large archives with
 * 64-bit sizes. Every length is checked against the archive and the budget before anything of that length is read.
 * @throws UserError naming the archive and what is wrong
 */
export function readZipDirectory(file: WeightsFile, budget: ReadingBudget): ReadonlyMap<string, ZipEntry> {
  const refuse = (what: string): never => {
    throw new UserError(`${file.path} is not a sound zip archive: ${what}; download or save it again.`);
  };
  const long = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
  const { count, begin, length } = findDirectory();
  if (count * ENTRY_BYTES > length || begin + length > file.size)
    refuse(`its directory claims ${count} files in ${length} bytes`);
  budget.takeEntries(count);
  budget.takeBytes(length + count * ENTRY_MEMORY);
  let stored = 0;
  const bytes = file.read(begin, length);
  const view = viewOf(bytes);
  const entries = new Map<string, ZipEntry>();
  for (let k = 0, at = 0; k < count; k++) {
    if (at + 46 > length || view.getUint32(at, true) !== SIGNATURES.entry) refuse(`file ${k + 1} of its directory`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const next = at + 46 + nameBytes! + extraBytes! + commentBytes!;
    if (next > length || nameBytes! > LONGEST_NAME) refuse(`file ${k + 1} of its directory`);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes!));
    const sizes = readSizes(at, at + 46 + nameBytes!, extraBytes!);
    if (entries.has(name)) refuse(`it holds ${name} twice`);
    // Files that lie over each other would each be read and checked.
    if ((stored += sizes.packed) > file.size) refuse('its files have more bytes than itself');
    entries.set(name, openEntry(name, view.getUint16(at + 10, true), view.getUint32(at + 16, true), sizes));
    at = next;
  }
  return entries;

  /** The directory's place, from the record at the archive's end. */
  function findDirectory(): { count: number; begin: number; length: number } {
    const tailBytes = Math.min(file.size, END_BYTES + LONGEST_COMMENT);
    const tail = viewOf(file.read(file.size - tailBytes, tailBytes));
    let end = tailBytes - END_BYTES;
    while (end >= 0 && tail.getUint32(end, true) !== SIGNATURES.end) end--;
    if (end < 0) refuse('it has no directory at its end, as if it were cut short');
    const count = tail.getUint16(end + 10, true);
    const length = tail.getUint32(end + 12, true);
    const begin = tail.getUint32(end + 16, true);
    if (count !== 0xffff && length !== ABSENT_32 && begin !== ABSENT_32) return { count, begin, length };
    if (end < 20 || tail.getUint32(end - 20, true) !== SIGNATURES.locator64) return { count, begin, length };
    const at = long(tail, end - 12);
    if (at + 56 > file.size) refuse('its directory lies beyond its end');
    const record = viewOf(file.read(at, 56));
    if (record.getUint32(0, true) !== SIGNATURES.end64) refuse('its 64-bit directory is damaged');
    return { count: long(record, 32), length: long(record, 40), begin: long(record, 48) };
  }

  /**
   * Sizes and place of an entry; the 64-bit ones stand in its extra field, in this order, where the others are absent.
   */
  function readSizes(at: number, extra: number, extraBytes: number): { size: number; packed: number; local: number } {
    const sizes = {
      size: view.getUint32(at + 24, true),
      packed: view.getUint32(at + 20, true),
      local: view.getUint32(at + 42, true),
    };
    for (let field = extra; field + 4 <= extra + extraBytes; field += 4 + view.getUint16(field + 2, true)) {
      if (view.getUint16(field, true) !== 1) continue;
      let value = field + 4;
      const last = Math.min(value + view.getUint16(field + 2, true), extra + extraBytes);
      for (const key of ['size', 'packed', 'local'] as const)
        if (sizes[key] === ABSENT_32 && value + 8 <= last) {
          sizes[key] = long(view, value);
          value += 8;
        }
    }
    return sizes;
  }

  function openEntry(
    name: string,
    method: number,
    checksum: number,
    { size, packed, local }: { size: number; packed: number; local: number },
  ): ZipEntry {
    let dataBegin: number | undefined;
    /** Finds the data behind the entry's own header, and compares their checksum. Some writers leave it 0. */
    const locate = (): number => {
      if (method !== 0 || size !== packed) refuse(`${name} in it is compressed, which weights never are`);
      if (local + 30 > file.size) refuse(`${name} lies beyond its end`);
      const header = viewOf(file.read(local, 30));
      if (header.getUint32(0, true) !== SIGNATURES.local) refuse(`${name} in it does not begin where it should`);
      const begin = local + 30 + header.getUint16(26, true) + header.getUint16(28, true);
      if (begin + size > file.size) refuse(`${name} claims ${size} bytes beyond its end`);
      let crc = 0;
      for (let at = 0; at < size; at += CHECKED_AT_ONCE)
        crc = crc32(file.read(begin + at, Math.min(CHECKED_AT_ONCE, size - at)), crc);
      if (checksum !== 0 && crc !== checksum) refuse(`${name} in it does not have the checksum it was saved with`);
      return begin;
    };
    return {
      name,
      size,
      read(begin, length, allocate) {
        dataBegin ??= locate();
        if (begin + length > size) refuse(`${name} has ${size} bytes, ${begin + length} are referred to`);
        return file.read(dataBegin + begin, length, allocate);
      },
    };
  }
}
