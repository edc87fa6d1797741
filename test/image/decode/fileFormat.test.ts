import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../lib/image/decode/decodeImage.js';
import { fileFormat } from '../../../lib/image/decode/fileFormat.js';
import { foreignFormat } from '../../../lib/image/decode/foreignFormat.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const ROOT = '<svg xmlns="http://www.w3.org/2000/svg"/>';

describe('fileFormat', () => {
  it.each([
    [ROOT, 'SVG'],
    ['\ufeff<?xml version="1.0"?>\n<!-- drawn by <svg> -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg\n>', 'SVG'],
    ['<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['<!DOCTYPE svg [<!ENTITY a "]>"> <!-- ]> --> ]><svg >', 'SVG'],
    [`<!--${'a'.repeat(9000)}-->${ROOT}`, 'SVG'],
    ['<html><body><svg></svg></body></html>', undefined],
    ['<svgs>', undefined],
    ['<!-- <svg> ', undefined],
    ['<!DOCTYPE svg [ <svg>', undefined],
    ['%PDF-1.7', undefined],
    ['# vips', undefined],
  ])('%.80j is %s', (text, format) => {
    expect(fileFormat(Buffer.from(text))).toBe(format);
    // UTF-16, either way around, with a byte order mark or without.
    const wide = utf16(text);
    expect(fileFormat(wide)).toBe(format);
    expect(fileFormat(Buffer.from(wide).swap16())).toBe(format);
    expect(fileFormat(utf16('\ufeff' + text.replace(/^\ufeff/, '')))).toBe(format);
  });

  it('needs few bytes and takes any number of them', () => {
    for (let length = 0; length < 20; length++) expect(fileFormat(new Uint8Array(length))).toBeUndefined();
  });

  it.each([
    ['blanks', ' '.repeat(40) + 'x'],
    ['many blanks', ' '.repeat(3e6) + 'x'],
    ['comments that do not end', '<!-- --'.repeat(2e5)],
    ['comments side by side', '<!---->'.repeat(2e5) + 'x'],
    ['blanks in a document type', '<!DOCTYPE svg' + ' '.repeat(2e6)],
    ['brackets in one', '<!DOCTYPE svg ' + '[]'.repeat(1e6)],
    ['quotes in one', '<!DOCTYPE svg ' + `"'`.repeat(1e6)],
    ['instructions', '<?x?> '.repeat(3e5)],
    ['a long name', '<' + 'a'.repeat(3e6)],
  ])('takes no longer for a file of %s than its length calls for', (_, text) => {
    const start = performance.now();
    expect(fileFormat(Buffer.from(text))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  it('takes no longer for anything that an SVG may begin with', () => {
    const piece = fc.constantFrom(
      ' ',
      '\n',
      '<!--',
      '-->',
      '<?',
      '?>',
      '<!DOCTYPE svg',
      '[',
      ']',
      '"',
      "'",
      '>',
      '<',
      'svg',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(3000), (pieces, times) => {
        const start = performance.now();
        fileFormat(Buffer.from(pieces.join('').repeat(times)));
        expect(performance.now() - start).toBeLessThan(30_000);
      }),
      { numRuns: 150 },
    );
  });
});

const TGA = Buffer.alloc(18 + 12);
TGA.set([2, 0, 0], 2);
TGA.writeUInt16LE(2, 12);
TGA.writeUInt16LE(2, 14);
TGA[16] = 24;

describe('formats that are not read', () => {
  it.each([
    ['HEIC', latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['HEIC', latin1('\0\0\0\x18ftypmif1\0\0\0\0mif1heic')],
    ['JPEG 2000', latin1('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ')],
    ['JPEG 2000', latin1('\xff\x4f\xff\x51\0\x2f')],
    ['JPEG XL', latin1('\0\0\0\x0cJXL \r\n\x87\n')],
    ['JPEG XL', latin1('\xff\x0a\x7f\x00')],
    ['ICO', latin1('\0\0\x01\0\x01\0\x10\x10')],
    ['CUR', latin1('\0\0\x02\0\x01\0\x10\x10')],
    ['PPM', latin1('P6\n2 2\n255\n')],
    ['PPM', latin1('P4 8 1 x')],
    ['TGA', TGA],
    ['TGA', latin1('what ever stands there TRUEVISION-XFILE.\0')],
    ['PSD', latin1('8BPS\0\x01')],
    ['EPS', latin1('%!PS-Adobe-3.0 EPSF-3.0')],
    ['PDF', latin1('%PDF-1.7')],
    ['HTML', latin1('\n\n <!DOCTYPE html><html><svg></svg></html>')],
    ['XML document that is no SVG', latin1('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
    ['gzip', latin1('\x1f\x8b\x08\0')],
    ['MP4', latin1('\0\0\0\x18ftypisom\0\0\0\0isommp42')],
    ['WebM', latin1('\x1aE\xdf\xa3')],
    ['AVI', latin1('RIFF\0\0\0\0AVI LIST')],
    ['BigTIFF', latin1('II+\0\x08\0\0\0')],
    ['Git LFS', latin1('version https://git-lfs.github.com/spec/v1\noid sha256:0\n')],
  ])('%s is named, with what to do', async (format, bytes) => {
    expect(fileFormat(bytes)).toBeUndefined();
    await expect(decodeImage(bytes, { name: 'a.png' })).rejects.toThrow(
      new RegExp(`^a\\.png is an? .*${format}.*, where JPEG, PNG, .* or SVG is read; [^;]+\\.$`),
    );
  });

  it('nothing is made up for bytes without a sense', () => {
    expect(foreignFormat(latin1('what is this'))).toBeUndefined();
    expect(foreignFormat(new Uint8Array(100))).toBeUndefined();
    expect(foreignFormat(new Uint8Array())).toBeUndefined();
  });
});
