/** The picture formats that are read. */
export type FileFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'BMP' | 'TIFF' | 'AVIF' | 'SVG';

/** White space, comments and declarations may stand before the root of an SVG. */
const SVG_START =
  /^\ufeff?(?:\s+|<\?xml[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE\s+svg[^>[]*(?:\[[^\]]*\])?\s*>)*<(?:\w+:)?svg[\s>]/;
const SVG_HEAD_BYTES = 4096;

/** A file's format by its first bytes, whatever its name says; undefined when it is none of those read. */
export function fileFormat(bytes: Uint8Array): FileFormat | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SVG_HEAD_BYTES));
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'WebP';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'GIF';
  if (text.startsWith('BM')) return 'BMP';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'TIFF';
  if (text.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.toString('latin1', 8, head.readUInt32BE(0)))) return 'AVIF';
  if (SVG_START.test(head.toString('utf8'))) return 'SVG';
  return undefined;
}
