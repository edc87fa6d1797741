import type { FileFormat } from './fileFormat.js';
import { jpegFrame } from './jpegFrame.js';
import type { PixelMode } from './storedImage.js';
import { tiffTags } from './tiffTags.js';

/**
 * What the reference makes of a file before it resizes: its mode where the file settles one, and whether it is indexed.
 */
export interface StoredMode {
  /** Undefined where only decoding tells: RGB or RGBA. */
  readonly mode?: PixelMode;
  readonly indexed: boolean;
}

const SMOOTH: StoredMode = { indexed: false };
const PALETTE: StoredMode = { mode: 'RGB', indexed: true };
const GRAY: StoredMode = { mode: 'L', indexed: false };
const RGB: StoredMode = { mode: 'RGB', indexed: false };
/** The decoder takes the upper eight bits of colors, but converts gray alone; so it is asked for colors. */
const DEEP_GRAY = RGB;
const BILEVEL: StoredMode = { mode: 'L', indexed: true };
const CMYK: StoredMode = { mode: 'CMYK', indexed: false };

/**
 * Pillow's mode of a file, from its header: transparency counts where a pixel has its own alpha, and not where one
 * palette entry or one color is declared transparent.
 * @throws Error for a TIFF whose samples are of a kind that is not read
 */
export function storedMode(format: FileFormat, bytes: Uint8Array): StoredMode {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (format === 'JPEG') {
    const components = jpegFrame(file)?.components;
    return components === 1 ? GRAY : components === 4 ? CMYK : SMOOTH;
  }
  if (format === 'PNG') return pngMode(file[24], file[25]);
  if (format === 'TIFF') return tiffMode(file);
  return SMOOTH;
}

/** TIFF's compression by JPEG, whose decoder turns YCbCr to RGB. */
const TIFF_JPEG = 7;

function pngMode(depth: number | undefined, color: number | undefined): StoredMode {
  if (color === 0) return depth === 1 ? BILEVEL : depth === 16 ? DEEP_GRAY : GRAY;
  if (color === 3) return PALETTE;
  return color === 2 ? RGB : SMOOTH;
}

function tiffMode(file: Buffer): StoredMode {
  const { bitsPerSample, photometric, samplesPerPixel, sampleFormat, compression } = tiffTags(file);
  if (bitsPerSample > 16 || sampleFormat > 1)
    throw new Error(`its samples are ${bitsPerSample}-bit or signed numbers, expected 1 to 16 bits without sign`);
  if (photometric === 3) return PALETTE;
  if (photometric === 5 && bitsPerSample === 8) return CMYK;
  if (photometric <= 1 && samplesPerPixel === 1)
    return bitsPerSample === 1 ? BILEVEL : bitsPerSample === 16 ? DEEP_GRAY : GRAY;
  if (photometric <= 2 || (photometric === 6 && compression === TIFF_JPEG)) return SMOOTH;
  throw new Error(`its colors are of kind ${photometric}, expected gray, RGB, palette, 8-bit CMYK or YCbCr in JPEG`);
}
