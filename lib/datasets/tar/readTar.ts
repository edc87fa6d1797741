import { UserError } from '../../io/userError.js';
import { checksum, type TarFile } from './writeTar.js';

const BLOCK = 512;

/**
 * The regular files of a tar archive in memory, in order: POSIX ustar, with GNU and pax long names. `data` is a view of `bytes`.
 * `path` and `remedy` are for the message.
 * @throws UserError for an archive that is cut short or damaged; nothing is allocated by a size it claims.
 */
export function* readTar(bytes: Uint8Array, path: string, remedy: string): Generator<TarFile> {
  const damaged = (at: number, what: string): UserError =>
    new UserError(`${path} is damaged at byte ${at} (${what}); ${remedy}`);
  let at = 0;
  let longName: string | undefined;
  for (;;) {
    if (at + BLOCK > bytes.length) throw damaged(at, 'the archive ends without its closing blocks');
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return;
    if (octal(block, 148, 8) !== checksum(block)) throw damaged(at, 'the header does not match its checksum');
    const size = fileSize(block);
    const start = at + BLOCK;
    if (!(size <= bytes.length - start)) throw damaged(at, `a file of ${size} bytes does not fit in the archive`);
    const data = bytes.subarray(start, start + size);
    const type = String.fromCharCode(block[156]!);
    if (type === 'L') longName = text(data, 0, size);
    else if (type === 'x') longName = paxPath(data) ?? longName;
    else {
      if (type === '0' || type === '\0') yield { name: longName ?? shortName(block), data };
      longName = undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function text(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

function octal(block: Uint8Array, from: number, length: number): number {
  return parseInt(text(block, from, length).trim() || '0', 8);
}

/** Octal, or GNU's base 256 for what octal cannot hold. */
function fileSize(block: Uint8Array): number {
  if ((block[124]! & 0x80) === 0) return octal(block, 124, 12);
  let size = block[124]! & 0x7f;
  for (let k = 125; k < 136; k++) size = size * 256 + block[k]!;
  return size;
}

function shortName(block: Uint8Array): string {
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  return (prefix ? prefix + '/' : '') + text(block, 0, 100);
}

/** The `path` record of a pax header ("30 path=some/long/name\n"). */
function paxPath(data: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=(.*)\n/.exec(Buffer.from(data).toString('utf8'))?.[1];
}
