import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../lib/image/decode/decodeImage.js';
import { decodingBytes } from '../../../lib/image/decode/decodingBytes.js';
import type { FileFormat } from '../../../lib/image/decode/fileFormat.js';
import { jpegScans } from '../../../lib/image/decode/jpegScans.js';
import { tiffFirstPage } from '../../../lib/image/decode/tiffTags.js';
import { webpFirstFrame } from '../../../lib/image/decode/webpFirstFrame.js';

const red = { create: { width: 16, height: 8, channels: 3, background: '#f00' } } as const;

const segment = (marker: number, ...data: number[]): Buffer =>
  Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]);

/** A gray progressive JPEG of some thousand pixels a side, every scan of it but a few bytes. */
function jpegOfScans(side: number, scans: number): Buffer {
  const tables = [0x00, 0x10].map((table) => segment(0xc4, table, 1, ...Array<number>(15).fill(0), table ? 0xe0 : 0));
  const blocks = Math.ceil(side / 8) ** 2;
  const dc = Buffer.alloc(Math.ceil(blocks / 8));
  const ac = Buffer.alloc(Math.ceil((Math.ceil(blocks / 16384) * 15) / 8));
  const refine = Buffer.concat([segment(0xda, 1, 1, 0, 1, 63, 0), ac]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, 0, ...Array<number>(64).fill(1)),
    segment(0xc2, 8, side >> 8, side & 255, side >> 8, side & 255, 1, 1, 0x11, 0),
    ...tables,
    segment(0xda, 1, 1, 0, 0, 0, 0),
    dc,
    ...Array<Buffer>(scans - 1).fill(refine),
    Buffer.from([0xff, 0xd9]),
  ]);
}

const tag = (name: number, type: number, count: number, value: number): Buffer => {
  const entry = Buffer.alloc(12);
  entry.writeUInt16LE(name, 0);
  entry.writeUInt16LE(type, 2);
  entry.writeUInt32LE(count, 4);
  entry.writeUInt32LE(value, 8);
  return entry;
};

/** A gray TIFF of 8 x 8 whose one directory says that it stands behind itself. */
function tiffInACircle(): Buffer {
  const values = [8, 8, 8, 1, 1, 8, 1, 8, 64];
  const tags = [256, 257, 258, 259, 262, 273, 277, 278, 279].map((name, k) => tag(name, 4, 1, values[k]!));
  const [count, next] = [Buffer.alloc(2), Buffer.alloc(4)];
  count.writeUInt16LE(tags.length);
  next.writeUInt32LE(72);
  return Buffer.concat([Buffer.from('II*\0H\0\0\0', 'latin1'), Buffer.alloc(64, 9), count, ...tags, next]);
}

const chunk = (name: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)]);
};

/** An animation of `frames` images at the upper left of a canvas of 32 x 32, the first red. */
async function webpOfFrames(frames: number): Promise<Buffer> {
  const place = Buffer.from([0, 0, 0, 0, 0, 0, 15, 0, 0, 7, 0, 0, 9, 0, 0, 0]);
  const images = [red, { create: { ...red.create, background: '#00f' } }].map(async (image) =>
    chunk('ANMF', Buffer.concat([place, (await sharp(image).webp({ lossless: true }).toBuffer()).subarray(12)])),
  );
  const [first, other] = (await Promise.all(images)) as [Buffer, Buffer];
  const canvas = chunk('VP8X', Buffer.from([2, 0, 0, 0, 31, 0, 0, 31, 0, 0]));
  const rest = Array<Buffer>(frames - 1).fill(other);
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), canvas, chunk('ANIM', Buffer.alloc(6)), first, ...rest]));
}

describe('scans of a JPEG', () => {
  it('are counted to its end, whatever stands in them', async () => {
    expect(jpegScans(await sharp(red).jpeg().toBuffer())).toBe(1);
    const [progressive] = [await sharp(red).jpeg({ progressive: true }).toBuffer()];
    expect(jpegScans(progressive)).toBeGreaterThan(5);
    expect(jpegScans(Buffer.concat([progressive, jpegOfScans(8, 9)]))).toBe(jpegScans(progressive));
    expect(jpegScans(jpegOfScans(64, 7))).toBe(7);
    const comment = segment(0xfe, 0xff, 0xda, 0xff, 0xd9);
    const file = jpegOfScans(64, 7);
    expect(jpegScans(Buffer.concat([file.subarray(0, 2), comment, file.subarray(2)]))).toBe(7);
    expect(jpegScans(file.subarray(0, -30))).toBeLessThan(7);
  });

  it('are read where encoders make as many, and refused beyond', async () => {
    expect(await decodeImage(jpegOfScans(64, 64))).toMatchObject({ width: 64, height: 64, mode: 'L' });
    await expect(decodeImage(jpegOfScans(64, 65), { name: 'x.jpg' })).rejects.toThrow(
      'x.jpg cannot be read as a JPEG file (it has 65 scans, where encoders make 64 at most); fetch or save it again.',
    );
  });
});

describe('memory of decoding', () => {
  it.each<[string, FileFormat, () => Promise<Buffer>, number]>([
    ['a JPEG', 'JPEG', () => sharp(red).jpeg().toBuffer(), 3],
    ['coefficients', 'JPEG', () => sharp(red).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(), 9],
    ['smaller colors', 'JPEG', () => sharp(red).jpeg({ progressive: true, chromaSubsampling: '4:2:0' }).toBuffer(), 6],
    ['a PNG', 'PNG', () => sharp(red).ensureAlpha().png().toBuffer(), 4],
    ['rows between rows', 'PNG', () => sharp(red).png({ progressive: true }).toBuffer(), 6],
    ['a WebP', 'WebP', () => sharp(red).webp().toBuffer(), 8],
    ['a TIFF', 'TIFF', () => sharp(red).tiff().toBuffer(), 3],
    ['a TIFF to turn', 'TIFF', () => sharp(red).withMetadata({ orientation: 6 }).tiff().toBuffer(), 6],
  ])('%s', async (_, format, make, perPixel) => {
    expect(decodingBytes(format, await make())).toBe(16 * 8 * perPixel);
  });

  it('a header that is cut short says nothing', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
      const file = await sharp(red).toFormat(format).toBuffer();
      const name = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', tiff: 'TIFF' } as const;
      expect(decodingBytes(name[format], file.subarray(0, 12))).toBe(0);
    }
  });

  it('beyond what an image may take is refused before it is asked for', async () => {
    const file = await sharp({ create: { ...red.create, width: 64, height: 64 } })
      .webp({ lossless: true })
      .toBuffer();
    file.writeUInt32LE((11_999 | (11_999 << 14)) >>> 0, 21);
    await expect(decodeImage(file, { name: 'x.webp' })).rejects.toThrow(
      /x\.webp asks for 11520\d+ bytes, where at most 1073741824 bytes are read/,
    );
  });
});

describe('only the first is looked at', () => {
  it('of the frames of a WebP', async () => {
    const many = await webpOfFrames(50_000);
    const first = webpFirstFrame(many);
    expect(Buffer.from(first).equals(await webpOfFrames(1))).toBe(true);
    const { samples, ...size } = await decodeImage(many);
    expect(size).toMatchObject({ width: 32, height: 32 });
    expect([...samples.subarray(0, 3)]).toEqual([255, 0, 0]);
    await expect(decodeImage(many.subarray(0, -1))).rejects.toThrow('it ends too early');
    const still = await sharp(red).webp().toBuffer();
    expect(webpFirstFrame(still)).toBe(still);
  });

  it('of the pages of a TIFF, which may form a circle', async () => {
    const file = tiffInACircle();
    const before = Buffer.from(file);
    expect((await sharp(tiffFirstPage(file)).metadata()).pages ?? 1).toBe(1);
    expect(file.equals(before)).toBe(true);
    const { samples, ...size } = await decodeImage(file);
    expect(size).toMatchObject({ width: 8, height: 8, mode: 'L' });
    expect(new Set(samples)).toEqual(new Set([9]));
    const single = await sharp(red).tiff().toBuffer();
    expect(tiffFirstPage(single)).toBe(single);
  });
});
