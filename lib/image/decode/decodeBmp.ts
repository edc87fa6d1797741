import { bmpHeader, type BmpHeader } from './bmpHeader.js';
import { bmpRuns } from './bmpRuns.js';
import { isGrayRamp } from './palette.js';
import type { StoredImage, PixelMode } from './storedImage.js';

/**
 * Decodes a BMP file of any depth, packed or run-length encoded.
 * @throws Error saying what is wrong: no BMP, cut short, or more than `maxPixels` pixels claimed
 */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): StoredImage {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = bmpHeader(file);
  const { width, height, bits } = header;
  if (width * height > maxPixels) throw new Error(`it claims ${width} x ${height} pixels, more than ${maxPixels}`);
  if (bits <= 8) {
    const indices = header.runLength ? bmpRuns(file, header) : unpackIndices(file, header);
    return indexedImage(indices, header);
  }
  const mode: PixelMode = header.masks[3] === 0 ? 'RGB' : 'RGBA';
  return { width, height, mode, samples: unpackColors(file, header, mode), indexed: false };
}

/** Yields where each row starts in the file and in the image. */
function* rows(file: Buffer, { width, height, bits, topDown, pixelStart }: BmpHeader): Generator<[number, number]> {
  const stride = 4 * Math.ceil((width * bits) / 32);
  if (pixelStart + stride * (height - 1) + Math.ceil((width * bits) / 8) > file.length)
    throw new RangeError('pixels missing');
  for (let y = 0; y < height; y++) yield [pixelStart + y * stride, (topDown ? y : height - 1 - y) * width];
}

function unpackIndices(file: Buffer, header: BmpHeader): Uint8Array {
  const { width, height, bits } = header;
  // Looking at the rows first makes a file that is too short fail before memory is asked for.
  const starts = rows(file, header);
  const first = starts.next();
  const indices = new Uint8Array(width * height);
  const perByte = 8 / bits;
  const mask = (1 << bits) - 1;
  for (let row = first; !row.done; row = starts.next()) {
    const [from, to] = row.value;
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * (1 + (x % perByte));
      indices[to + x] = (file[from + Math.floor(x / perByte)]! >> shift) & mask;
    }
  }
  return indices;
}

function unpackColors(file: Buffer, header: BmpHeader, mode: PixelMode): Uint8Array {
  const { width, height, bits, masks } = header;
  const starts = rows(file, header);
  const first = starts.next();
  const channels = mode === 'RGBA' ? 4 : 3;
  const samples = new Uint8Array(width * height * channels);
  const pixelBytes = bits / 8;
  const fields = masks.slice(0, channels).map((mask) => ({ mask, ...field(mask) }));
  for (let row = first; !row.done; row = starts.next()) {
    const [from, to] = row.value;
    for (let x = 0; x < width; x++) {
      const pixel = file.readUIntLE(from + x * pixelBytes, pixelBytes);
      for (let c = 0; c < channels; c++) {
        const { mask, shift, largest } = fields[c]!;
        const level = ((pixel & mask) >>> shift) & largest;
        samples[(to + x) * channels + c] = Math.floor((level * 255) / largest);
      }
    }
  }
  return samples;
}

/** Where a mask's bits begin and the largest number they hold. */
function field(mask: number): { shift: number; largest: number } {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  return { shift, largest: mask === 0 ? 1 : mask >>> shift };
}

/** A palette of black to white in order makes a gray image, resized smoothly. */
function indexedImage(indices: Uint8Array, { width, height, bits, palette }: BmpHeader): StoredImage {
  if (bits === 8 && isGrayRamp(palette)) return { width, height, mode: 'L', samples: indices, indexed: false };
  return { width, height, mode: 'P', samples: indices, palette, indexed: true };
}
