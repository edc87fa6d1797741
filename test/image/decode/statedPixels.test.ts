import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeImage } from '../../../lib/image/decode/decodeImage.js';
import { fileFormat } from '../../../lib/image/decode/fileFormat.js';
import { statedPixels } from '../../../lib/image/decode/statedPixels.js';

const folder = join(__dirname, '..', '..', 'fixtures', 'preprocess');
const files = readdirSync(folder).filter((name) => /\.(?:avif|bmp|gif|jpg|png|tif|webp)$/.test(name));

it.each(files)('%s states as many pixels as it has', async (name) => {
  const bytes = readFileSync(join(folder, name));
  const { width, height } = await decodeImage(bytes);
  expect(statedPixels(fileFormat(bytes)!, bytes)).toBe(width * height);
  for (let length = 0; length < 60; length++) {
    const format = fileFormat(bytes.subarray(0, length));
    if (format) expect(() => statedPixels(format, bytes.subarray(0, length))).not.toThrow();
  }
});

it('of WebP in all its kinds, and of an image whose sides differ', async () => {
  const flat = sharp({ create: { width: 37, height: 21, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } } });
  for (const options of [{}, { lossless: true }]) {
    expect(statedPixels('WebP', await flat.clone().webp(options).toBuffer())).toBe(37 * 21);
    expect(statedPixels('WebP', await flat.clone().removeAlpha().webp(options).toBuffer())).toBe(37 * 21);
  }
});
