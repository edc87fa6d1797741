import { crc32, inflateSync } from 'node:zlib';
import type { StoredImage } from './storedImage.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER_END = 33;

/** Larger images are left to the general decoder, which works beside this thread. */
const MAX_PIXELS = 1 << 16;

/**
 * Decodes a small PNG of eight-bit gray or RGB without interlacing, which is what datasets store: several times as fast
 * as the general decoder, whose cost for a small image is all set-up. Undefined for any other file, sound or broken:
 * the general decoder then reads it or says what is wrong.
 */
export function decodePlainPng(bytes: Uint8Array): StoredImage | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < HEADER_END || !file.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const [depth, color, compression, filters, interlace] = file.subarray(24, 29);
  const channels = color === 0 ? 1 : color === 2 ? 3 : 0;
  if (depth !== 8 || channels === 0 || compression !== 0 || filters !== 0 || interlace !== 0) return undefined;
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) return undefined;
  const data = imageData(file);
  const stride = width * channels;
  if (!data) return undefined;
  let rows: Uint8Array;
  try {
    rows = inflateSync(data, { maxOutputLength: height * (stride + 1) });
  } catch {
    return undefined;
  }
  if (rows.length !== height * (stride + 1)) return undefined;
  const samples = unfilter(rows, height, stride, channels);
  if (!samples) return undefined;
  return { height, width, mode: channels === 3 ? 'RGB' : 'L', samples, indexed: false };
}

/**
 * The joined IDAT chunks; undefined where the file is cut short, a chunk fails its checksum, or one gives another
 * meaning to the samples (tRNS).
 */
function imageData(file: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (type === 'tRNS' || end + 4 > file.length || (at === SIGNATURE.length) !== (type === 'IHDR')) return undefined;
    if (crc32(file.subarray(at + 4, end)) !== file.readUInt32BE(end)) return undefined;
    if (type === 'IEND') return parts.length === 1 ? parts[0] : Buffer.concat(parts);
    if (type === 'IDAT') parts.push(file.subarray(at + 8, end));
    at = end + 4;
  }
  return undefined;
}

/** Undoes the rows' prediction filters (PNG specification, section 9); undefined for an unknown one. */
function unfilter(rows: Uint8Array, height: number, stride: number, channels: number): Uint8Array | undefined {
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)]!;
    if (filter > 4) return undefined;
    const source = y * (stride + 1) + 1;
    const to = y * stride;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? out[to + x - channels]! : 0;
      const above = y > 0 ? out[to + x - stride]! : 0;
      const corner = x >= channels && y > 0 ? out[to + x - stride - channels]! : 0;
      const predicted =
        filter === 0
          ? 0
          : filter === 1
            ? left
            : filter === 2
              ? above
              : filter === 3
                ? (left + above) >> 1
                : paeth(left, above, corner);
      out[to + x] = rows[source + x]! + predicted;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
