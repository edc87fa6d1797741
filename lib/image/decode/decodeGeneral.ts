import sharp, { type Sharp } from 'sharp';
import { avifUnturned } from './avifProperties.js';
import type { FileFormat } from './fileFormat.js';
import { CHANNELS, type StoredImage } from './storedImage.js';
import { MAX_PIXELS } from './pixelsInFlight.js';
import { storedMode, type StoredMode } from './storedMode.js';
import { svgDocument, svgStatedSize } from './svgDocument.js';
import { tiffFirstPage } from './tiffTags.js';
import { webpFirstFrame } from './webpFirstFrame.js';

/** Formats that the general decoder reads; the house reads the others itself. */
export type GeneralFormat = Exclude<FileFormat, 'BMP' | 'GIF'>;

/** Dots per inch at which an SVG has the size it states. */
const SVG_DPI = 72;
const MAX_SVG_DPI = 2400;
/**
 * An SVG is drawn with so many pixels at most, whatever size it states, and so many a side: the renderer takes no more.
 */
export const MAX_DRAWN_PIXELS = 1 << 24;
const MAX_DRAWN_SIDE = 32_767;

export interface GeneralOptions {
  /** Vector graphics are drawn with their shorter side at least this long. */
  readonly vectorSize: number;
  /** Decoding ends with an error after so long, where the decoder looks at the clock. */
  readonly seconds: number;
}

/** Decodes a file by libvips, in this process. @throws Error saying what is wrong with it */
export async function decodeGeneral(
  format: GeneralFormat,
  bytes: Uint8Array,
  { vectorSize, seconds }: GeneralOptions,
): Promise<StoredImage> {
  const isVector = format === 'SVG';
  const reader = isVector ? await svgReader(svgDocument(bytes), vectorSize) : rasterReader(format, bytes);
  reader.timeout({ seconds: Math.ceil(seconds) });
  return decodeWith(reader, isVector ? { mode: 'RGB', indexed: false } : storedMode(format, bytes));
}

function rasterReader(format: GeneralFormat, bytes: Uint8Array): Sharp {
  const reader = sharp(plainFile(format, bytes), { limitInputPixels: MAX_PIXELS, failOn: 'error', ignoreIcc: true });
  // Of all the formats, Pillow turns only TIFF upright.
  return format === 'TIFF' ? reader.autoOrient() : reader;
}

/** The file without what its decoder would do besides decoding the first image of it. */
function plainFile(format: GeneralFormat, bytes: Uint8Array): Uint8Array {
  if (format === 'AVIF') return avifUnturned(bytes);
  if (format === 'WebP') return webpFirstFrame(bytes);
  return format === 'TIFF' ? tiffFirstPage(bytes) : bytes;
}

async function svgReader(document: Uint8Array, vectorSize: number): Promise<Sharp> {
  // The renderer takes a size beyond its whole numbers for 1.
  refuseHuge(svgStatedSize(document));
  const { width, height } = await sharp(document, { limitInputPixels: false, density: SVG_DPI }).metadata();
  refuseHuge([width, height]);
  const wanted = Math.max(SVG_DPI, Math.ceil((SVG_DPI * vectorSize) / Math.min(width, height)));
  const scale = Math.min(Math.sqrt(MAX_DRAWN_PIXELS / (width * height)), MAX_DRAWN_SIDE / Math.max(width, height));
  const density = Math.max(1, Math.min(MAX_SVG_DPI, wanted, Math.floor(SVG_DPI * scale)));
  return sharp(document, { limitInputPixels: MAX_PIXELS, density }).flatten({ background: '#fff' });
}

function refuseHuge([width, height]: readonly [number, number]): void {
  if (Math.max(width, height, width * height) > MAX_PIXELS)
    throw new Error(`it claims ${width} x ${height} pixels, more than ${MAX_PIXELS}`);
}

async function decodeWith(reader: Sharp, { mode, indexed }: StoredMode): Promise<StoredImage> {
  if (mode === 'CMYK') reader.pipelineColorspace('cmyk').toColorspace('cmyk');
  else if (mode === 'L') reader.toColorspace('b-w');
  else reader.toColorspace('srgb');
  if (mode === 'RGB') reader.removeAlpha();
  const { data, info } = await reader.raw().toBuffer({ resolveWithObject: true });
  const decodedMode = mode ?? (info.channels === 4 ? 'RGBA' : 'RGB');
  if (info.channels !== CHANNELS[decodedMode]) throw new Error(`it has ${info.channels} channels`);
  return { height: info.height, width: info.width, mode: decodedMode, samples: data, indexed };
}
