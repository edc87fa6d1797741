import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { decodeApart } from './decodeApart.js';
import { decodeBmp } from './decodeBmp.js';
import { decodeGeneral, MAX_DRAWN_PIXELS } from './decodeGeneral.js';
import { decodeGif } from './decodeGif.js';
import { decodingBytes } from './decodingBytes.js';
import { decodePlainPng } from './decodePlainPng.js';
import { fileFormat, FORMATS_READ, type FileFormat } from './fileFormat.js';
import { foreignFormat } from './foreignFormat.js';
import type { StoredImage } from './storedImage.js';
import { MAX_PIXELS, withPixels } from './pixelsInFlight.js';
import { statedPixels } from './statedPixels.js';

export interface DecodeOptions {
  /** What errors call the image, e.g. its path. */
  readonly name?: string;
  /** Vector graphics are drawn with their shorter side at least this long. */
  readonly vectorSize?: number;
}

/**
 * Decodes a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG file, whatever its name says, the first frame or page of
 * several, as Pillow does: rotations (EXIF's, AVIF's) and color profiles ignored but for TIFF's, of 16 bits the higher
 * eight (Pillow makes 16-bit gray nearly white instead). What an SVG leaves open is white; one of more than 16,777,216
 * pixels is drawn smaller. SVG and AVIF are decoded in a process of their own, which is killed after 30 seconds.
 * @throws UserError naming the image when its bytes are empty, of another format, damaged, cut short, claim more than
 *   178,956,970 pixels, or take too much time or memory to decode: by their header more than a `image` may (see
 *   `READING_LIMITS`)
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<StoredImage> {
  const { name = 'The image', vectorSize = 1 } = options;
  if (bytes.length === 0) throw new UserError(`${name} is empty: an image file was expected; fetch it again.`);
  const format = fileFormat(bytes);
  const plain = format === 'PNG' ? decodePlainPng(bytes) : undefined;
  if (plain) return plain;
  if (format === undefined) throw unread(name, bytes);
  const pixels = format === 'SVG' ? MAX_DRAWN_PIXELS : (statedPixels(format, bytes) ?? MAX_PIXELS);
  try {
    return await withPixels(pixels, () => decode(format, bytes, name, vectorSize));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name} cannot be read as ${article(format)} file (${reason(error)}); fetch or save it again.`,
    );
  }
}

function decode(
  format: FileFormat,
  bytes: Uint8Array,
  name: string,
  vectorSize: number,
): StoredImage | Promise<StoredImage> {
  const budget = createReadingBudget(name, 'image');
  budget.takeBytes(bytes.length);
  budget.takeBytes(decodingBytes(format, bytes));
  if (format === 'BMP') return decodeBmp(bytes, MAX_PIXELS);
  if (format === 'GIF') return decodeGif(bytes, MAX_PIXELS);
  if (format === 'SVG' || format === 'AVIF') return decodeApart(format, bytes, vectorSize, budget.limits);
  return decodeGeneral(format, bytes, { vectorSize, seconds: budget.limits.seconds });
}

function unread(name: string, bytes: Uint8Array): UserError {
  const foreign = foreignFormat(bytes);
  if (foreign) return new UserError(`${name} is ${foreign.name}, where ${FORMATS_READ} is read; ${foreign.remedy}.`);
  return new UserError(`${name} is no image: its first bytes are not those of a ${FORMATS_READ} file; replace it.`);
}

function article(format: FileFormat): string {
  return `${format === 'AVIF' || format === 'SVG' ? 'an' : 'a'} ${format}`;
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return 'it ends too early';
  const [line = ''] = (error as Error).message.trim().split('\n');
  if (line.startsWith('timeout')) return 'decoding it takes too long';
  const words = line.replace(/^Input buffer has corrupt header:?\s*/, '').replace(/^vips\w+: /i, '');
  return words === 'Unknown error'
    ? 'its data are damaged'
    : words.replace(/(?<![.;])[.;]+$/, '') || 'its header is damaged';
}
