import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { decodeImage } from '../../lib/image/decodeImage.js';
import { decodePicture } from '../../lib/image/decodePicture.js';
import { decodePlainPng } from '../../lib/image/decodePlainPng.js';
import { fileFormat } from '../../lib/image/fileFormat.js';

const svg = (text: string): Buffer => Buffer.from(text);

describe('fileFormat', () => {
  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['\ufeff<?xml version="1.0"?>\n<!-- drawn by <svg> -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg\n>', 'SVG'],
    ['<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>', 'SVG'],
    ['<html><body><svg></svg></body></html>', undefined],
    ['%PDF-1.7', undefined],
    ['# vips', undefined],
  ])('%j is %s', (text, format) => {
    expect(fileFormat(Buffer.from(text))).toBe(format);
  });

  it('needs few bytes and takes any number of them', () => {
    for (let length = 0; length < 20; length++) expect(fileFormat(new Uint8Array(length))).toBeUndefined();
  });
});

describe('vector graphics', () => {
  it('are drawn at the size asked for, on white', async () => {
    const half = svg(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><rect width="5" height="20"/></svg>',
    );
    const picture = await decodePicture(half, { vectorSize: 50 });
    expect(picture).toMatchObject({ width: 50, height: 100, mode: 'RGB' });
    expect([...picture.samples.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...picture.samples.subarray(-3)]).toEqual([255, 255, 255]);
  });

  it('read no other file and expand no entity without end', async () => {
    const outside = svg(
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">' +
        '<image width="9" height="9" xlink:href="file:///etc/passwd"/></svg>',
    );
    expect((await decodePicture(outside)).samples.every((level) => level === 255)).toBe(true);
    const names = 'abcdefghij';
    const entities = [...names].map((name, k) => `<!ENTITY ${name} "${k ? `&${names[k - 1]};`.repeat(10) : 'ha'}">`);
    const laughs = svg(`<!DOCTYPE svg [${entities.join('')}]><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>`);
    await expect(decodePicture(laughs, { name: 'laughs.svg' })).rejects.toThrow('laughs.svg');
  });

  it('that are bombs by size are refused', async () => {
    const huge = svg('<svg xmlns="http://www.w3.org/2000/svg" width="32000" height="32000"/>');
    await expect(decodePicture(huge, { name: 'huge.svg' })).rejects.toThrow(/^huge\.svg cannot be read as an SVG file/);
  });
});

describe('decodePlainPng', () => {
  const noise = Uint8Array.from({ length: 3 * 50 * 40 }, (_, k) => (k * 7919 + (k >> 3) * 31) % 256);
  const encode = (channels: 1 | 3): Promise<Buffer> =>
    sharp(noise.subarray(0, channels * 50 * 40), { raw: { width: 50, height: 40, channels } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png({ adaptiveFiltering: true })
      .toBuffer();

  it.each([1, 3] as const)('gives what was stored in %i channels', async (channels) => {
    const picture = decodePlainPng(await encode(channels));
    expect(picture).toMatchObject({ height: 40, width: 50, mode: channels === 1 ? 'L' : 'RGB', indexed: false });
    expect([...picture!.samples]).toEqual([...noise.subarray(0, channels * 50 * 40)]);
  });

  it('leaves a file with any byte changed, or cut anywhere, to the general decoder', async () => {
    const file = await encode(1);
    for (let at = 0; at < file.length - 12; at += 7) {
      const changed = Buffer.from(file);
      changed[at]! ^= 0x10;
      expect(decodePlainPng(changed), `byte ${at}`).toBeUndefined();
      expect(decodePlainPng(file.subarray(0, at)), `cut at ${at}`).toBeUndefined();
    }
  });
});

it('decodeImage shows transparent pixels on white', async () => {
  const rgba = Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 100, 200, 51);
  const png = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  expect([...(await decodeImage(png)).pixels]).toEqual([255, 255, 255, 10, 20, 30, 204, 224, 244]);
});
