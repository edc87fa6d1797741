import { UserError } from '../../io/userError.js';
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
};

/**
 * A PNG file of one image, made without waiting, so that the functions that make figures stay plain ones.
 * @param pixels RGB, [height, width, 3], 0..255.
 */
export function thumbnailPng(pixels: Uint8Array, width: number, height: number): Buffer {
  if (pixels.length !== width * height * 3) {
    throw new UserError(
      `thumbnailPng: ${width} x ${height} RGB pixels are ${width * height * 3} bytes, found ${pixels.length}: leave out what is not RGB.`,
    );
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits a channel, RGB, deflate, no filter heuristics, not interlaced
  const stride = width * 3;
  const lines = Buffer.alloc((stride + 1) * height); // each line starts with its filter: 0, none
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
