const HEADER = 12;
const ANIMATED = 0x02;
/** The chunks that the first frame needs. */
const NEEDED = new Set(['VP8X', 'ANIM', 'ANMF']);

/**
 * An animated WebP with its first frame alone, any other as it is: the decoder goes through all frames again for each
 * of them.
 * @throws RangeError when the file is shorter than it says
 */
export function webpFirstFrame(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.toString('latin1', HEADER, HEADER + 4) !== 'VP8X' || !(file.readUInt8(HEADER + 8) & ANIMATED)) return bytes;
  if (8 + file.readUInt32LE(4) > file.length) throw new RangeError('it is shorter than it says');
  const kept: Buffer[] = [];
  for (let at = HEADER; at + 8 <= file.length;) {
    const kind = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const end = at + 8 + size + (size & 1);
    if (NEEDED.has(kind)) kept.push(file.subarray(at, end));
    if (kind === 'ANMF') break;
    at = end;
  }
  const head = Buffer.from(file.subarray(0, HEADER));
  head.writeUInt32LE(4 + kept.reduce((sum, chunk) => sum + chunk.length, 0), 4);
  return Buffer.concat([head, ...kept]);
}
