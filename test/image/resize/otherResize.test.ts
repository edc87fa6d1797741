import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import type { ImageBatch } from '../../../lib/image/imageBatch.js';
import { otherResize, widen } from '../../../lib/image/resize/otherResize.js';
import { resizePixels } from '../../../lib/image/resize/resizePixels.js';
import { UserError } from '../../../lib/io/userError.js';
import { expectClose } from '../../fixtures/close.js';

function noise(seed: number, count: number, height: number, width: number): ImageBatch {
  const random = createRandom(seed);
  return {
    count,
    height,
    width,
    pixels: Uint8Array.from({ length: count * height * width * 3 }, () => 64 + random.int(128)),
  };
}

it('is the reference, up to rounding twice, where it is told to do as the reference does', () => {
  for (const [from, to] of [
    [64, 48],
    [20, 31],
  ] as const) {
    const images = noise(from, 2, from, from);
    const { pixels } = otherResize(images, to, { filter: 'bicubic', antialias: true });
    const half = images.pixels.length / 2;
    const reference = [0, 1].flatMap((k) => [
      ...resizePixels({ height: from, width: from, pixels: images.pixels.subarray(k * half, (k + 1) * half) }, to, to)
        .pixels,
    ]);
    expectClose(pixels, reference, 2, `${from} to ${to}`);
  }
});

it('does not blur what it is told not to', () => {
  // Stripes one pixel wide: with antialiasing they become gray, without they stay black and white.
  const size = 32;
  const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 255));
  const stripes = { count: 1, height: size, width: size, pixels };
  const contrast = (filter: 'nearest' | 'bilinear' | 'bicubic', antialias: boolean): number => {
    const { pixels: made } = otherResize(stripes, 8, { filter, antialias });
    return Math.max(...made) - Math.min(...made);
  };
  expect(contrast('bilinear', true)).toBeLessThan(60);
  expect(contrast('bicubic', true)).toBeLessThan(60);
  const nearest = otherResize(stripes, 8, { filter: 'nearest', antialias: false }).pixels;
  expect(contrast('bilinear', false)).toBe(0); // between the pixels 4k + 1 and 4k + 2: even gray
  expect(new Set(nearest).size).toBe(1); // each fourth stripe is of one color
  expect([0, 255]).toContain(nearest[0]);
  const flat = { count: 1, height: 5, width: 5, pixels: new Uint8Array(75).fill(93) };
  for (const filter of ['nearest', 'bilinear', 'bicubic'] as const)
    for (const antialias of [true, false])
      expect(new Set(otherResize(flat, 7, { filter, antialias }).pixels)).toEqual(new Set([93]));
});

it('cuts what is widened back to what it was, and squashes it where told to', () => {
  const images = noise(3, 2, 16, 16);
  const wide = widen(images, 1.5);
  expect([wide.height, wide.width]).toEqual([16, 24]);
  expect(wide.pixels.subarray(0, 12)).toEqual(new Uint8Array(12).fill(255));
  const options = { filter: 'bicubic', antialias: true } as const;
  expect(otherResize(wide, 16, options).pixels).toEqual(images.pixels);
  const squashed = otherResize(wide, 16, { ...options, squash: true });
  expect(squashed.pixels).not.toEqual(images.pixels);
  expect([...squashed.pixels.subarray(0, 3)]).toEqual([255, 255, 255]); // the margin is in it
});

describe('refuses in one sentence', () => {
  const images = noise(1, 2, 20, 20);
  const rgba: ImageBatch = { ...images, pixels: new Uint8Array(images.count * 20 * 20 * 4) };
  it.each<[string, () => unknown]>([
    ['bytes that are not RGB', () => otherResize(rgba, 16, { filter: 'bicubic', antialias: true })],
    ['a size of 0', () => otherResize(images, 0, { filter: 'bicubic', antialias: true })],
    ['another filter', () => otherResize(images, 16, { filter: 'lanczos' as never, antialias: true })],
    ['to widen bytes that are not RGB', () => widen(rgba, 2)],
    ['to widen by less than 1', () => widen(images, 0.5)],
    ['to widen by NaN', () => widen(images, NaN)],
  ])('%s', (_, call) => {
    expect(call).toThrow(UserError);
    expect(call).toThrow(/^[^\n]{15,}[.]$/);
  });
});
