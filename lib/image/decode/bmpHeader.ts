/** How the pixels of a BMP file are packed. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Rows come from the top; in most files the bottom row is first. */
  readonly topDown: boolean;
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  readonly runLength: boolean;
  /** Where red, green, blue and alpha stand in a pixel of 16 or 32 bits; 0 for none. */
  readonly masks: readonly [number, number, number, number];
  /** RGB, three bytes an entry; empty above eight bits. */
  readonly palette: Uint8Array;
  readonly pixelStart: number;
}

const RAW = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;
const OS2_HEADER = 12;

/** Reads a BMP file's headers and palette. @throws Error saying what is wrong, RangeError when the file ends in them */
export function bmpHeader(file: Buffer): BmpHeader {
  const headerSize = file.readUInt32LE(14);
  const old = headerSize === OS2_HEADER;
  if (!old && (headerSize < 40 || headerSize > 124)) throw new Error(`its header claims ${headerSize} bytes`);
  const width = old ? file.readUInt16LE(18) : file.readInt32LE(18);
  const tall = old ? file.readInt16LE(20) : file.readInt32LE(22);
  const bits = file.readUInt16LE(old ? 24 : 28);
  const compression = old ? RAW : file.readUInt32LE(30);
  if (width < 1 || tall === 0) throw new Error(`its size is ${width} x ${tall}`);
  if (!isDepth(bits)) throw new Error(`it has ${bits} bits a pixel`);
  const runLength = (compression === RLE8 && bits === 8) || (compression === RLE4 && bits === 4);
  const withMasks = (compression === BITFIELDS || compression === ALPHA_BITFIELDS) && (bits === 16 || bits === 32);
  if (compression !== RAW && !runLength && !withMasks)
    throw new Error(`its compression ${compression} is none of BMP's for ${bits} bits`);
  const withAlpha = withMasks && (headerSize >= 56 || compression === ALPHA_BITFIELDS);
  const masks = withMasks ? readMasks(file, withAlpha) : bits === 16 ? MASKS_555 : MASKS_888;
  return {
    width,
    height: Math.abs(tall),
    topDown: tall < 0,
    bits,
    runLength,
    masks,
    palette: bits <= 8 ? readPalette(file, headerSize, bits) : new Uint8Array(0),
    pixelStart: file.readUInt32LE(10),
  };
}

const MASKS_555 = [0x7c00, 0x03e0, 0x001f, 0] as const;
const MASKS_888 = [0xff0000, 0x00ff00, 0x0000ff, 0] as const;

function isDepth(bits: number): bits is BmpHeader['bits'] {
  return [1, 4, 8, 16, 24, 32].includes(bits);
}

/** They follow the forty bytes that all newer headers begin with, as part of the header or after it. */
function readMasks(file: Buffer, withAlpha: boolean): BmpHeader['masks'] {
  return [file.readUInt32LE(54), file.readUInt32LE(58), file.readUInt32LE(62), withAlpha ? file.readUInt32LE(66) : 0];
}

function readPalette(file: Buffer, headerSize: number, bits: number): Uint8Array {
  const entryBytes = headerSize === OS2_HEADER ? 3 : 4;
  const used = headerSize === OS2_HEADER ? 0 : file.readUInt32LE(46);
  const entries = used > 0 && used < 1 << bits ? used : 1 << bits;
  const palette = new Uint8Array(3 * entries);
  for (let k = 0; k < entries; k++) {
    for (let channel = 0; channel < 3; channel++)
      palette[3 * k + channel] = file.readUInt8(14 + headerSize + k * entryBytes + 2 - channel);
  }
  return palette;
}
