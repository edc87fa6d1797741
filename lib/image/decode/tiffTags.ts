/** The few tags that settle how a TIFF's samples are read, with the values the format gives them when absent. */
export interface TiffTags {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** 0 and 1 gray, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr */
  readonly photometric: number;
  readonly samplesPerPixel: number;
  /** 1 whole numbers without sign, 2 with, 3 floating point */
  readonly sampleFormat: number;
  /** 1 none, 7 JPEG */
  readonly compression: number;
  /** 1 as it is to be seen */
  readonly orientation: number;
}

const WIDTH = 256;
const HEIGHT = 257;
const BITS_PER_SAMPLE = 258;
const COMPRESSION = 259;
const PHOTOMETRIC = 262;
const ORIENTATION = 274;
const SAMPLES_PER_PIXEL = 277;
const SAMPLE_FORMAT = 339;
const SHORT = 3;

/** Reads them from the first directory of a TIFF. @throws RangeError when the file ends before it */
export function tiffTags(file: Buffer): TiffTags {
  const little = file[0] === 0x49;
  const short = (at: number): number => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const long = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const directory = long(4);
  const values = new Map<number, number>();
  for (let k = 0; k < short(directory); k++) {
    const entry = directory + 2 + 12 * k;
    const count = long(entry + 4);
    // Several values stand elsewhere in the file; those of one kind are equal, so the first is enough.
    const place = short(entry + 2) === SHORT && count > 2 ? long(entry + 8) : entry + 8;
    values.set(short(entry), short(entry + 2) === SHORT ? short(place) : long(place));
  }
  return {
    width: values.get(WIDTH) ?? 0,
    height: values.get(HEIGHT) ?? 0,
    bitsPerSample: values.get(BITS_PER_SAMPLE) ?? 1,
    photometric: values.get(PHOTOMETRIC) ?? 0,
    samplesPerPixel: values.get(SAMPLES_PER_PIXEL) ?? 1,
    sampleFormat: values.get(SAMPLE_FORMAT) ?? 1,
    compression: values.get(COMPRESSION) ?? 1,
    orientation: values.get(ORIENTATION) ?? 1,
  };
}

/** A TIFF with its first page alone: the decoder looks at all of them, and goes around where they form a circle. */
export function tiffFirstPage(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isLittle = file[0] === 0x49;
  const directory = isLittle ? file.readUInt32LE(4) : file.readUInt32BE(4);
  const entries = isLittle ? file.readUInt16LE(directory) : file.readUInt16BE(directory);
  const next = directory + 2 + 12 * entries;
  if (next + 4 > file.length || file.readUInt32LE(next) === 0) return bytes;
  const alone = Buffer.from(file);
  alone.writeUInt32LE(0, next);
  return alone;
}
