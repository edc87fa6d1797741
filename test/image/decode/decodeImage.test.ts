import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { decodeRgb } from '../../../lib/image/decode/decodeRgb.js';
import { decodeImage } from '../../../lib/image/decode/decodeImage.js';
import { decodePlainPng } from '../../../lib/image/decode/decodePlainPng.js';

const svg = (text: string): Buffer => Buffer.from(text);

describe('vector graphics', () => {
  it('are drawn at the size asked for, on white', async () => {
    const half = svg(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><rect width="5" height="20"/></svg>',
    );
    const image = await decodeImage(half, { vectorSize: 50 });
    expect(image).toMatchObject({ width: 50, height: 100, mode: 'RGB' });
    expect([...image.samples.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...image.samples.subarray(-3)]).toEqual([255, 255, 255]);
  });

  it('read no other file and expand no entity without end', async () => {
    const outside = svg(
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">' +
        '<image width="9" height="9" xlink:href="file:///etc/passwd"/></svg>',
    );
    expect((await decodeImage(outside)).samples.every((level) => level === 255)).toBe(true);
    const names = 'abcdefghij';
    const entities = [...names].map((name, k) => `<!ENTITY ${name} "${k ? `&${names[k - 1]};`.repeat(10) : 'ha'}">`);
    const laughs = svg(`<!DOCTYPE svg [${entities.join('')}]><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>`);
    await expect(decodeImage(laughs, { name: 'laughs.svg' })).rejects.toThrow('laughs.svg');
  });

  it('that are bombs by size are refused', async () => {
    const huge = svg('<svg xmlns="http://www.w3.org/2000/svg" width="32000" height="32000"/>');
    await expect(decodeImage(huge, { name: 'huge.svg' })).rejects.toThrow(
      /^huge\.svg cannot be read as an SVG file \(it claims 32000 x 32000 pixels, more than 178956970\)/,
    );
    for (const size of ['width="1000000000" height="1000000000"', 'width="1e99px" height="1"', 'viewBox="0 0 1e9,1e9"'])
      await expect(
        decodeImage(svg(`<svg xmlns="http://www.w3.org/2000/svg" ${size}/>`), { name: 'endless.svg' }),
      ).rejects.toThrow(/^endless\.svg cannot be read as an SVG file \(it claims 1(0{9}|e\+99) x (1|10{9}) pixels/);
  });

  it('are not taken for larger than they are by what is drawn in them', async () => {
    const small = svg(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="1e12" height="1e12"/></svg>',
    );
    expect(await decodeImage(small)).toMatchObject({ width: 8, height: 8 });
  });

  it('that are long and narrow, or large, are drawn as large as can be', async () => {
    const red = (width: number, height: number): Buffer =>
      svg(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill="#f00" d="M-9-9h99999v99999h-99999z"/></svg>`,
      );
    const line = await decodeImage(red(1, 5000), { vectorSize: 224 });
    expect(line.width).toBeGreaterThan(5);
    expect(line.height).toBeLessThanOrEqual(32_767);
    expect([...line.samples.subarray(0, 3)]).toEqual([255, 0, 0]);
    const large = await decodeImage(red(9000, 6000));
    expect(large.width * large.height).toBeLessThanOrEqual(2 ** 24);
    expect(large.width / large.height).toBeCloseTo(1.5, 1);
  });

  const inside = '<rect width="9" height="9" fill="&color;"/></svg>';
  const root = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">';
  const entity = '<!DOCTYPE svg [<!ENTITY color "#f00">]>';
  const long = `<!DOCTYPE svg [<!ENTITY much "${'x'.repeat(5000)}"><!ENTITY color "#f00">]>`;
  const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}" standalone="no"?>`;
  it.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${declared('UTF-16')}${entity}${root}${inside}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(`${entity}${root}${inside}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${declared('UTF-16')}${entity}${root}${inside}`, 'utf16le').swap16()],
    ['Latin-1', Buffer.from(`${declared('ISO-8859-1')}${entity}${root}<title>\xe9</title>${inside}`, 'latin1')],
    ['a long comment before it', svg(`${entity}<!--${'y'.repeat(10_000)}-->${root}${inside}`)],
    ['a long document type', svg(`${declared('UTF-8')}${long}${root}${inside}`)],
    [
      'a prefix',
      svg(
        '<d:svg xmlns:d="http://www.w3.org/2000/svg" width="9" height="9"><d:rect width="9" height="9" fill="red"/></d:svg>',
      ),
    ],
  ])('are drawn in or with %s', async (_, bytes) => {
    const { samples } = await decodeImage(bytes);
    expect([...samples.subarray(0, 3), ...samples.subarray(-3)]).toEqual([255, 0, 0, 255, 0, 0]);
  });

  it('of an encoding that is unknown or wrong are refused', async () => {
    const refused = (bytes: Uint8Array): Promise<void> =>
      expect(decodeImage(bytes, { name: 'a.svg' })).rejects.toThrow(
        /^a\.svg cannot be read as an SVG file \(its bytes are no /,
      );
    await refused(svg(`${declared('KLINGON')}${root}</svg>`));
    await refused(Buffer.from(`${root}<title>\xe9</title></svg>`, 'latin1'));
  });
});

describe('decodePlainPng', () => {
  const noise = Uint8Array.from({ length: 3 * 50 * 40 }, (_, k) => (k * 7919 + (k >> 3) * 31) % 256);
  const encode = (channels: 1 | 3): Promise<Buffer> =>
    sharp(noise.subarray(0, channels * 50 * 40), { raw: { width: 50, height: 40, channels } })
      .toColorspace(channels === 1 ? 'b-w' : 'srgb')
      .png({ adaptiveFiltering: true })
      .toBuffer();

  it.each([1, 3] as const)('gives what was stored in %i channels', async (channels) => {
    const image = decodePlainPng(await encode(channels));
    expect(image).toMatchObject({ height: 40, width: 50, mode: channels === 1 ? 'L' : 'RGB', indexed: false });
    expect([...image!.samples]).toEqual([...noise.subarray(0, channels * 50 * 40)]);
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

it('decodeRgb shows transparent pixels on white', async () => {
  const rgba = Uint8Array.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 100, 200, 51);
  const png = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  expect([...(await decodeRgb(png)).pixels]).toEqual([255, 255, 255, 10, 20, 30, 204, 224, 244]);
});

describe('turns that a file asks for', () => {
  const pixels = Uint8Array.from({ length: 24 * 16 * 3 }, (_, k) =>
    k % 3 === 0 ? (k % 72 < 36 ? 250 : 0) : k < 576 ? 200 : 9,
  );
  const drawn = sharp(pixels, { raw: { width: 24, height: 16, channels: 3 } });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are left alone in AVIF as in JPEG: %i', async (orientation) => {
    const turned = await drawn.clone().withMetadata({ orientation }).avif({ lossless: true }).toBuffer();
    expect(turned.includes('irot') || turned.includes('imir')).toBe(orientation > 1);
    const image = await decodeImage(turned);
    expect(image).toMatchObject({ width: 24, height: 16 });
    const plain = await decodeImage(await drawn.clone().avif({ lossless: true }).toBuffer());
    expect(Buffer.compare(image.samples, plain.samples)).toBe(0);
    const jpeg = await decodeImage(await drawn.clone().withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer());
    expect(jpeg).toMatchObject({ width: 24, height: 16 });
    expect(Math.abs(jpeg.samples[0]! - image.samples[0]!)).toBeLessThan(30);
  });
});
