import type { ByteRange } from '../tar/indexTar.js';

/** Where a member of an archive lies in it. */
export interface DebMember {
  readonly offset: number;
  readonly size: number;
}

const MAGIC = '!<arch>\n';
const HEADER = 60;
/** What a header ends with. */
const HEADER_END = '`\n';
/** A package has three members. */
const MOST_MEMBERS = 16;

/**
 * Finds a member of a .deb, which is an archive of `ar`: a magic line, then members of a header of 60 bytes and
 * content, each beginning at an even place.
 * @throws Error saying what is wrong with the archive
 */
export async function findDebMember(bytes: ByteRange, name: string): Promise<DebMember> {
  const { size } = bytes;
  const text = async (at: number, length: number): Promise<string> => {
    if (at + length > size) throw new Error(`it ends at byte ${size}`);
    return Buffer.from(await bytes.read(at, length)).toString('latin1');
  };
  if ((await text(0, MAGIC.length)) !== MAGIC) throw new Error('it is no archive of ar');
  let at = MAGIC.length;
  for (let k = 0; k < MOST_MEMBERS && at < size; k++) {
    const header = await text(at, HEADER);
    const digits = header.slice(48, 58).trim();
    if (!header.endsWith(HEADER_END) || !/^\d+$/.test(digits)) throw new Error(`its header at byte ${at} is damaged`);
    const length = Number(digits);
    const offset = at + HEADER;
    if (length > size - offset) throw new Error(`it ends at byte ${size}`);
    if (header.slice(0, 16).trim().replace(/\/$/, '') === name) return { offset, size: length };
    at = offset + length + (length % 2);
  }
  throw new Error(`it has no ${name}`);
}
