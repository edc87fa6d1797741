import { crc32 } from 'node:zlib';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
const checked = (bytes: Buffer): Buffer => Buffer.concat([bytes, u32(crc32(bytes))]);

function varint(value: number): Buffer {
  const bytes = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left >= 128 ? (left % 128) + 128 : left);
    if (left < 128) return Buffer.from(bytes);
  }
}

/** An .xz whose LZMA2 chunks hold their bytes as they are: nothing is needed to write one. */
export function storedXz(content: Uint8Array): Buffer {
  const flags = Buffer.from([0, 1]);
  const header = checked(Buffer.from([2, 0, 0x21, 1, 0x16, 0, 0, 0]));
  const chunks: Buffer[] = [];
  for (let at = 0; at < content.length; at += 65_536) {
    const part = content.subarray(at, at + 65_536);
    const size = part.length - 1;
    chunks.push(Buffer.from([at === 0 ? 1 : 2, size >> 8, size & 255]), Buffer.from(part));
  }
  const data = Buffer.concat([...chunks, Buffer.from([0])]);
  const block = Buffer.concat([padded(Buffer.concat([header, data])), u32(crc32(content))]);
  const unpadded = header.length + data.length + 4;
  const index = checked(padded(Buffer.concat([Buffer.from([0]), varint(1), varint(unpadded), varint(content.length)])));
  const footer = Buffer.concat([u32(index.length / 4 - 1), flags]);
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    checked(flags),
    block,
    index,
    u32(crc32(footer)),
    footer,
    Buffer.from('YZ'),
  ]);
}

/** An archive of ar, which a .deb is. */
export function arArchive(members: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts = [Buffer.from('!<arch>\n')];
  for (const [name, data] of Object.entries(members)) {
    parts.push(
      Buffer.from(`${name.padEnd(16)}${'0'.padEnd(12)}0     0     100644  ${String(data.length).padEnd(10)}\`\n`),
    );
    parts.push(Buffer.from(data), Buffer.alloc(data.length % 2, '\n'));
  }
  return Buffer.concat(parts);
}

/** A .deb of a tar archive. */
export const madeUpDeb = (tar: Uint8Array): Buffer =>
  arArchive({
    'debian-binary': Buffer.from('2.0\n'),
    'control.tar.xz': storedXz(Buffer.from('c')),
    'data.tar.xz': storedXz(tar),
  });
