/** The first frame of a GIF: where it lies on the canvas, its colors, and its compressed indices. */
export interface GifFrame {
  /** The canvas, grown where the frame sticks out of it. */
  readonly canvasHeight: number;
  readonly canvasWidth: number;
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  readonly interlaced: boolean;
  /** The index that the rest of the canvas has. */
  readonly background: number;
  /** RGB, three bytes an entry; undefined when there is none. */
  readonly palette: Uint8Array | undefined;
  /** Bits of the shortest LZW code, without the one that clear and end need. */
  readonly codeBits: number;
  readonly compressed: Buffer;
}

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;

/** @throws Error when there is no frame, RangeError when the file ends before the frame does */
export function gifFrame(file: Buffer): GifFrame {
  const flags = file.readUInt8(10);
  const globalPalette = palette(file, 13, flags);
  let at = 13 + (globalPalette?.length ?? 0);
  let background = 0;
  for (;;) {
    const block = file.readUInt8(at);
    if (block === IMAGE) break;
    if (block !== EXTENSION) throw new Error('it has no frame');
    const isControl = file.readUInt8(at + 1) === GRAPHIC_CONTROL && file.readUInt8(at + 2) >= 4;
    if (isControl) background = file.readUInt8(at + 3) & 1 ? file.readUInt8(at + 6) : 0;
    at = endOfBlocks(file, at + 2);
  }
  const [left, top] = [file.readUInt16LE(at + 1), file.readUInt16LE(at + 3)];
  const [width, height] = [file.readUInt16LE(at + 5), file.readUInt16LE(at + 7)];
  const frameFlags = file.readUInt8(at + 9);
  const localPalette = palette(file, at + 10, frameFlags);
  const data = at + 10 + (localPalette?.length ?? 0);
  return {
    canvasHeight: Math.max(file.readUInt16LE(8), top + height),
    canvasWidth: Math.max(file.readUInt16LE(6), left + width),
    top,
    left,
    height,
    width,
    interlaced: (frameFlags & 0x40) !== 0,
    background,
    palette: localPalette ?? globalPalette,
    codeBits: file.readUInt8(data),
    compressed: joinBlocks(file, data + 1),
  };
}

/** The palette that a descriptor's flags announce. */
function palette(file: Buffer, start: number, flags: number): Uint8Array | undefined {
  if ((flags & 0x80) === 0) return undefined;
  const bytes = 3 << ((flags & 7) + 1);
  if (start + bytes > file.length) throw new RangeError('palette cut short');
  return file.subarray(start, start + bytes);
}

function endOfBlocks(file: Buffer, start: number): number {
  let at = start;
  for (let size = file.readUInt8(at); size > 0; size = file.readUInt8(at)) at += 1 + size;
  return at + 1;
}

/**
 * The data blocks up to their end; the end mark may be missing at the end of the file, as long as the pixels are there.
 */
function joinBlocks(file: Buffer, start: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = start; at < file.length && file[at] !== 0; at += 1 + file[at]!)
    blocks.push(file.subarray(at + 1, at + 1 + file[at]!));
  return Buffer.concat(blocks);
}
