import { checksum } from './writeTar.js';

/** What to say of a size that no file at that place can have. */
export const misfit = (size: number): string =>
  Number.isNaN(size) ? 'the size is no number of bytes' : `a file of ${size} bytes does not fit in the archive`;

/** A header block: the file that follows it. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** `end` for the block of zeros that closes an archive. */
export function readHeader(block: Uint8Array): TarHeader | 'end' | 'damaged' {
  if (block.every((byte) => byte === 0)) return 'end';
  if (octal(block, 148, 8) !== checksum(block)) return 'damaged';
  const type = String.fromCharCode(block[156]!);
  // Nothing follows a link, a device or a folder, whatever size it states.
  return { name: shortName(block), size: '123456'.includes(type) ? 0 : fileSize(block), type };
}

/** A file, rather than a folder, a link or a note about the next one. */
export const isRegular = (type: string): boolean => type === '0' || type === '\0' || type === '7';

/** A folder, or a note about what follows, in which no file is lost. */
export const isWithoutContent = (type: string): boolean => '5LxgKNXV'.includes(type);

/**
 * The next file's name, where an entry is a note about it (GNU's `L`, pax's `x`), "" where the note has none; else
 * undefined.
 */
export function longNameOf(type: string, data: Uint8Array): string | undefined {
  if (type === 'L') return text(data, 0, data.length);
  return type === 'x' ? (paxPath(data) ?? '') : undefined;
}

function text(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

/** NaN for what is no octal number: nothing else may stand for one, and least of all a minus. */
function octal(block: Uint8Array, from: number, length: number): number {
  const digits = text(block, from, length).trim();
  return /^[0-7]*$/.test(digits) ? parseInt(digits || '0', 8) : NaN;
}

/** Octal, or GNU's base 256 for what octal cannot hold; NaN for a number below zero, or beyond all files. */
function fileSize(block: Uint8Array): number {
  if ((block[124]! & 0x80) === 0) return octal(block, 124, 12);
  if ((block[124]! & 0x40) !== 0) return NaN;
  let size = block[124]! & 0x3f;
  for (let k = 125; k < 136; k++) size = size * 256 + block[k]!;
  return Number.isSafeInteger(size) ? size : NaN;
}

function shortName(block: Uint8Array): string {
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  return (prefix ? prefix + '/' : '') + text(block, 0, 100);
}

/** The `path` record of a pax header ("30 path=some/long/name\n"). */
function paxPath(data: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=(.*)\n/.exec(Buffer.from(data).toString('utf8'))?.[1];
}
