import type { FileFormat } from './fileFormat.js';
import { jpegFrame } from './jpegFrame.js';
import { jpegScans } from './jpegScans.js';
import { MAX_PIXELS } from './pixelsInFlight.js';
import { statedPixels } from './statedPixels.js';
import { tiffTags } from './tiffTags.js';

/** Encoders make about ten scans, and half a hundred at most. */
const MAX_SCANS = 64;
/** A coefficient of a JPEG in memory. */
const COEFFICIENT_BYTES = 2;
/** Channels that PNG's kinds of color are decoded to. */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 4, 4: 4, 6: 4 };

/**
 * The bytes that decoding a file takes, by its header: what it is decoded to, and what the decoder holds of it besides.
 * 0 where the header says nothing.
 * @throws Error for a JPEG of more scans than any encoder makes
 */
export function decodingBytes(format: FileFormat, bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const pixels = statedPixels(format, bytes) ?? 0;
  if (pixels > MAX_PIXELS) return 0; // Refused for that alone.
  try {
    return Math.ceil(pixels * bytesPerPixel(format, file));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 0; // Its header is cut short, as its decoder will say.
  }
}

function bytesPerPixel(format: FileFormat, file: Buffer): number {
  switch (format) {
    case 'JPEG':
      return jpegBytes(file);
    case 'PNG': {
      const channels = PNG_CHANNELS[file.readUInt8(25)] ?? 4;
      const isInterlaced = file.readUInt8(28) !== 0;
      return channels + (isInterlaced ? channels * Math.ceil(file.readUInt8(24) / 8) : 0);
    }
    case 'WebP':
      // Decoded whole with four channels, or with three beside planes of their own, and then copied.
      return 8;
    case 'TIFF': {
      const { samplesPerPixel, bitsPerSample, orientation } = tiffTags(file);
      return samplesPerPixel + (orientation === 1 ? 0 : samplesPerPixel * Math.ceil(bitsPerSample / 8));
    }
    default:
      return 0;
  }
}

function jpegBytes(file: Buffer): number {
  const frame = jpegFrame(file);
  if (!frame) return 0;
  const scans = jpegScans(file);
  if (scans > MAX_SCANS) throw new Error(`it has ${scans} scans, where encoders make ${MAX_SCANS} at most`);
  const isHeldWhole = frame.isProgressive || scans > 1;
  return frame.components + (isHeldWhole ? COEFFICIENT_BYTES * frame.coefficientsPerPixel : 0);
}
