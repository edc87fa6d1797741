import { avifPixels } from './avifProperties.js';
import type { FileFormat } from './fileFormat.js';
import { gifFrame } from './gifFrame.js';
import { jpegFrame } from './jpegFrame.js';
import { tiffTags } from './tiffTags.js';

/**
 * How many pixels a file's header states, before anything is decoded; undefined where it states none, or is an SVG,
 * which has no pixels of its own.
 */
export function statedPixels(format: FileFormat, bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const [width, height] = stated(format, file) ?? [];
    return width === undefined || height === undefined ? undefined : Math.abs(width * height);
  } catch {
    return undefined; // Its header is damaged or cut short, as its decoder will say.
  }
}

function stated(format: FileFormat, file: Buffer): readonly [number, number] | undefined {
  switch (format) {
    case 'PNG':
      return [file.readUInt32BE(16), file.readUInt32BE(20)];
    case 'GIF':
      return gifCanvas(file);
    case 'BMP':
      return file.readUInt32LE(14) === 12
        ? [file.readUInt16LE(18), file.readUInt16LE(20)]
        : [file.readInt32LE(18), file.readInt32LE(22)];
    case 'JPEG': {
      const frame = jpegFrame(file);
      return frame && [frame.width, frame.height];
    }
    case 'WebP':
      return webpSize(file);
    case 'TIFF': {
      const { width, height } = tiffTags(file);
      return [width, height];
    }
    case 'AVIF': {
      const pixels = avifPixels(file);
      return pixels === undefined ? undefined : [pixels, 1];
    }
    case 'SVG':
      return undefined;
  }
}

function gifCanvas(file: Buffer): readonly [number, number] {
  const { canvasWidth, canvasHeight } = gifFrame(file);
  return [canvasWidth, canvasHeight];
}

function webpSize(file: Buffer): readonly [number, number] | undefined {
  const kind = file.toString('latin1', 12, 16);
  if (kind === 'VP8X') return [1 + file.readUIntLE(24, 3), 1 + file.readUIntLE(27, 3)];
  if (kind === 'VP8 ') return [file.readUInt16LE(26) & 0x3fff, file.readUInt16LE(28) & 0x3fff];
  if (kind !== 'VP8L') return undefined;
  const bits = file.readUInt32LE(21);
  return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
}
