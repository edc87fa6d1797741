import { isSvg } from './svgDocument.js';

/** The image formats that are read. */
export type FileFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'BMP' | 'TIFF' | 'AVIF' | 'SVG';

/** The list of them for messages. */
export const FORMATS_READ = 'JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG';

/** A brand list is no longer. */
const MAX_BRANDS = 4096;

/** A file's format by its first bytes, whatever its name says; undefined when it is none of those read. */
export function fileFormat(bytes: Uint8Array): FileFormat | undefined {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'WebP';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'GIF';
  if (text.startsWith('BM')) return 'BMP';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'TIFF';
  if (isoBrands(bytes).some((brand) => brand === 'avif' || brand === 'avis')) return 'AVIF';
  return isSvg(bytes) ? 'SVG' : undefined;
}

/** What an ISO media file (AVIF, HEIC, MP4) says it can be read as, the main brand first; none for any other file. */
export function isoBrands(bytes: Uint8Array): string[] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_BRANDS));
  if (head.length < 12 || head.toString('latin1', 4, 8) !== 'ftyp') return [];
  const end = Math.min(head.length, head.readUInt32BE(0));
  const brands: string[] = [];
  // Four bytes of version stand behind the main brand.
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) brands.push(head.toString('latin1', at, at + 4));
  return brands;
}
