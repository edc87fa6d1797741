import type { BmpHeader } from './bmpHeader.js';

const END_OF_ROW = 0;
const END_OF_IMAGE = 1;
const JUMP = 2;

/**
 * Palette indices [height, width] of a run-length encoded BMP (RLE8 or RLE4). Pixels that the runs jump over have index
 * 0.
 * @throws RangeError when the file ends before the image does
 */
export function bmpRuns(file: Buffer, { width, height, bits, topDown, pixelStart }: BmpHeader): Uint8Array {
  // A byte cannot code more than 255 pixels, but jumps can pass over many: only an image that is far too large is
  // refused.
  const indices = new Uint8Array(width * height);
  let [x, y] = [0, 0];
  const put = (index: number): void => {
    if (x < width && y < height) indices[(topDown ? y : height - 1 - y) * width + x] = index;
    x++;
  };
  const nibble = (byte: number, k: number): number => (bits === 8 ? byte : k % 2 === 0 ? byte >> 4 : byte & 15);
  for (let at = pixelStart; y < height;) {
    const count = file.readUInt8(at);
    const value = file.readUInt8(at + 1);
    at += 2;
    if (count > 0) {
      for (let k = 0; k < count; k++) put(nibble(value, k));
    } else if (value === END_OF_ROW) {
      x = 0;
      y++;
    } else if (value === END_OF_IMAGE) {
      break;
    } else if (value === JUMP) {
      x += file.readUInt8(at);
      y += file.readUInt8(at + 1);
      at += 2;
    } else {
      for (let k = 0; k < value; k++) put(nibble(file.readUInt8(at + (bits === 8 ? k : k >> 1)), k));
      const used = bits === 8 ? value : (value + 1) >> 1;
      at += used + (used % 2);
    }
  }
  return indices;
}
