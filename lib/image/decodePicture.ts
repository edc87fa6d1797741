import sharp, { type Sharp } from 'sharp';
import { UserError } from '../io/userError.js';
import { decodeBmp } from './decodeBmp.js';
import { decodeGif } from './decodeGif.js';
import { decodePlainPng } from './decodePlainPng.js';
import { fileFormat, type FileFormat } from './fileFormat.js';
import { CHANNELS, type Picture } from './picture.js';
import { storedMode, type StoredMode } from './storedMode.js';

/** A file that claims more pixels is refused from its header, before memory is asked for (Pillow's limit). */
export const MAX_PIXELS = 178_956_970;

/** Dots per inch at which an SVG has the size it states. */
const SVG_DPI = 72;

export interface DecodeOptions {
  /** What errors call the picture, e.g. its path. */
  readonly name?: string;
  /** Vector graphics are drawn with their shorter side at least this long. */
  readonly vectorSize?: number;
}

/**
 * Decodes a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG file, the first frame or page of several, as Pillow does: EXIF
 * rotation and colour profiles ignored, of 16 bits the higher eight (Pillow makes 16-bit grey nearly white instead).
 * What an SVG leaves open is white.
 * @throws UserError naming the picture when its bytes are empty, of another format, damaged, cut short, or claim more than
 *   178,956,970 pixels
 */
export async function decodePicture(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  const { name = 'The picture', vectorSize = 1 } = options;
  if (bytes.length === 0) throw new UserError(`${name} is empty: a picture file was expected; fetch it again.`);
  const format = fileFormat(bytes);
  const plain = format === 'PNG' ? decodePlainPng(bytes) : undefined;
  if (plain) return plain;
  if (format === undefined) {
    throw new UserError(
      `${name} is no picture: its first bytes are not those of a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG file; replace it.`,
    );
  }
  try {
    if (format === 'BMP') return decodeBmp(bytes, MAX_PIXELS);
    if (format === 'GIF') return decodeGif(bytes, MAX_PIXELS);
    if (format === 'SVG') return await decodeWith(await svgReader(bytes, vectorSize), { mode: 'RGB', indexed: false });
    return await decodeWith(rasterReader(format, bytes), storedMode(format, bytes));
  } catch (error) {
    throw new UserError(
      `${name} cannot be read as ${article(format)} file (${reason(error)}); fetch or save it again.`,
    );
  }
}

function rasterReader(format: FileFormat, bytes: Uint8Array): Sharp {
  const reader = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', ignoreIcc: true });
  // Of all the formats, Pillow turns only TIFF upright.
  return format === 'TIFF' ? reader.autoOrient() : reader;
}

async function svgReader(bytes: Uint8Array, vectorSize: number): Promise<Sharp> {
  const { width, height } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, density: SVG_DPI }).metadata();
  const density = Math.min(2400, Math.max(SVG_DPI, Math.ceil((SVG_DPI * vectorSize) / Math.min(width, height))));
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, density }).flatten({ background: '#fff' });
}

async function decodeWith(reader: Sharp, { mode, indexed }: StoredMode): Promise<Picture> {
  if (mode === 'CMYK') reader.pipelineColourspace('cmyk').toColourspace('cmyk');
  else if (mode === 'L') reader.toColourspace('b-w');
  else reader.toColourspace('srgb');
  if (mode === 'RGB') reader.removeAlpha();
  const { data, info } = await reader.raw().toBuffer({ resolveWithObject: true });
  const decodedMode = mode ?? (info.channels === 4 ? 'RGBA' : 'RGB');
  if (info.channels !== CHANNELS[decodedMode]) throw new Error(`it has ${info.channels} channels`);
  return { height: info.height, width: info.width, mode: decodedMode, samples: data, indexed };
}

function article(format: FileFormat): string {
  return `${format === 'AVIF' || format === 'SVG' ? 'an' : 'a'} ${format}`;
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return 'it ends too early';
  const [line = ''] = (error as Error).message.trim().split('\n');
  const words = line.replace(/^Input buffer has corrupt header:?\s*/, '').replace(/^vips\w+: /i, '');
  return words === 'Unknown error' ? 'its data are damaged' : words.replace(/[.;]+$/, '') || 'its header is damaged';
}
