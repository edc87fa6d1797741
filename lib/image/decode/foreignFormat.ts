import { isoBrands } from './fileFormat.js';

/** A format that is known and not read. */
export interface ForeignFormat {
  /** With its article: "a HEIC image". */
  readonly name: string;
  readonly remedy: string;
}

const SAVE = 'save it as JPEG or PNG';
const EXPORT = 'export its page as PNG or SVG';
const UNPACK = 'unpack it';
const FRAMES = 'save the frames that you need as JPEG or PNG';
const REFETCH = 'fetch the image again';

/** First bytes, as Latin-1, of files that are taken for images. */
const SIGNATURES: readonly (readonly [start: string, name: string, remedy: string])[] = [
  ['\0\0\0\x0cjP  \r\n\x87\n', 'a JPEG 2000 image', SAVE],
  ['\xff\x4f\xff\x51', 'a JPEG 2000 image', SAVE],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'a JPEG XL image', SAVE],
  ['\xff\x0a', 'a JPEG XL image', SAVE],
  ['II\xbc\x01', 'a JPEG XR image', SAVE],
  ['II+\0', 'a BigTIFF image', 'save it as TIFF or PNG'],
  ['MM\0+', 'a BigTIFF image', 'save it as TIFF or PNG'],
  ['\0\0\x01\0', 'an ICO image', SAVE],
  ['icns', 'an ICNS image', SAVE],
  ['8BPS', 'a PSD image', SAVE],
  ['v/1\x01', 'an OpenEXR image', SAVE],
  ['#?RADIANCE', 'a Radiance image', SAVE],
  ['#?RGBE', 'a Radiance image', SAVE],
  ['qoif', 'a QOI image', SAVE],
  ['farbfeld', 'a farbfeld image', SAVE],
  ['DDS ', 'a DDS image', SAVE],
  ['gimp xcf', 'an XCF image', SAVE],
  ['FLIF', 'a FLIF image', SAVE],
  ['BPG\xfb', 'a BPG image', SAVE],
  ['AT&TFORM', 'a DjVu document', EXPORT],
  ['\x8aMNG', 'an MNG animation', FRAMES],
  ['%PDF', 'a PDF document', EXPORT],
  ['%!PS', 'a PostScript or EPS document', EXPORT],
  ['\xc5\xd0\xd3\xc6', 'an EPS document', EXPORT],
  ['\x1f\x8b', 'a gzip file, perhaps an SVG in it (.svgz)', 'unpack it with gunzip'],
  ['BZh', 'a bzip2 file', UNPACK],
  ['\xfd7zXZ\0', 'an xz file', UNPACK],
  ['\x28\xb5\x2f\xfd', 'a Zstandard file', UNPACK],
  ['PK\x03\x04', 'a ZIP archive', UNPACK],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive', UNPACK],
  ['Rar!\x1a\x07', 'a RAR archive', UNPACK],
  ['\x1aE\xdf\xa3', 'a WebM or Matroska video', FRAMES],
  ['\0\0\x01\xba', 'an MPEG video', FRAMES],
  ['FLV\x01', 'a Flash video', FRAMES],
  ['OggS', 'an Ogg file', FRAMES],
  ['\x93NUMPY', 'a NumPy array', SAVE],
  ['PAR1', 'a Parquet table', 'save its images as files'],
  ['SQLite format 3\0', 'an SQLite database', 'save its images as files'],
  ['version https://git-lfs.github.com/spec/', 'a pointer of Git LFS', 'fetch the file itself with git lfs pull'],
];

const HEIF = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
/** Long enough for every signature, and for the first tag of a page behind some white space. */
const HEAD = 512;
const TGA_FOOTER = 'TRUEVISION-XFILE.\0';
const TGA_HEADER = 18;

/** What a file is that is none of the formats read; undefined where that is not known either. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1');
  for (const [start, name, remedy] of SIGNATURES) if (head.startsWith(start)) return { name, remedy };
  const brands = isoBrands(bytes);
  if (brands.some((brand) => HEIF.has(brand))) return { name: 'a HEIC image', remedy: SAVE };
  if (brands.length > 0) return { name: 'an MP4 or QuickTime video', remedy: FRAMES };
  if (/^RIFF[^]{4}AVI /.test(head)) return { name: 'an AVI video', remedy: FRAMES };
  if (/^P[1-7]\s/.test(head) || /^P[Ff]\s/.test(head)) return { name: 'a PPM image (Netpbm)', remedy: SAVE };
  const tag = head
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 14)
    .toLowerCase();
  if (tag.startsWith('<!doctype html') || tag.startsWith('<html') || tag.startsWith('<head'))
    return { name: 'an HTML page, perhaps the error of a server', remedy: REFETCH };
  if (tag.startsWith('<?xml')) return { name: 'an XML document that is no SVG', remedy: REFETCH };
  if (isTga(bytes)) return { name: 'a TGA image', remedy: SAVE };
  return head.startsWith('\0\0\x02\0') ? { name: 'a CUR image', remedy: SAVE } : undefined;
}

/** TGA begins with no signature: by the one at its end, or by fields that all make sense. */
function isTga(bytes: Uint8Array): boolean {
  if (bytes.length < TGA_HEADER) return false;
  if (Buffer.from(bytes.subarray(-TGA_FOOTER.length)).toString('latin1') === TGA_FOOTER) return true;
  const [, colorMap, kind] = bytes as unknown as [number, number, number];
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, TGA_HEADER);
  const mapped = kind === 1 || kind === 9;
  return (
    [1, 2, 3, 9, 10, 11].includes(kind) &&
    colorMap === (mapped ? 1 : 0) &&
    (mapped || header.subarray(3, 8).every((byte) => byte === 0)) &&
    header.readUInt16LE(12) > 0 &&
    header.readUInt16LE(14) > 0 &&
    [8, 15, 16, 24, 32].includes(header[16]!) &&
    (header[17]! & 0xc0) === 0
  );
}
