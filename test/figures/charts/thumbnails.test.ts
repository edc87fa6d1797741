import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { thumbnailPng } from '../../../lib/figures/charts/thumbnailPng.js';
import { thumbnails } from '../../../lib/figures/charts/thumbnails.js';
import { coloredImages } from '../coloredImages.js';

it('thumbnailPng is a PNG of the same pixels to an independent reader', async () => {
  const side = fc.integer({ min: 1, max: 9 });
  await fc.assert(
    fc.asyncProperty(side, side, fc.infiniteStream(fc.nat(255)), async (width, height, stream) => {
      const pixels = Uint8Array.from([...stream.take(width * height * 3)]);
      const { data, info } = await sharp(thumbnailPng(pixels, width, height))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
      expect(Buffer.compare(data, pixels)).toBe(0);
    }),
    { numRuns: 30 },
  );
});

it('thumbnailPng refuses pixels that do not fill the image', () => {
  expect(() => thumbnailPng(new Uint8Array(11), 2, 2)).toThrow('2 x 2 RGB pixels are 12 bytes, found 11');
});

it('thumbnails are data URIs, one an image, in order', async () => {
  const images = coloredImages(3);
  const sources = thumbnails(images);
  expect(sources.length).toBe(3);
  for (const [k, source] of sources.entries()) {
    const [head, body] = source.split(',') as [string, string];
    expect(head).toBe('data:image/png;base64');
    const raw = await sharp(Buffer.from(body, 'base64')).raw().toBuffer();
    expect(Buffer.compare(raw, images.pixels.subarray(k * 48, (k + 1) * 48))).toBe(0);
  }
});
