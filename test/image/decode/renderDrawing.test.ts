import { describe, expect, it } from 'vitest';
import { renderDrawing } from '../../../lib/image/decode/renderDrawing.js';

const page = (attributes: string, inside: string): string =>
  `<?xml version="1.0" encoding="ISO-8859-1"?>\n<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;
const RED = '<path fill="#f00" d="M600 40h100v50H600z"/>';

/** The box of what is not white: left, top, width, height. */
function boxOf(pixels: Uint8Array, size: number): number[] {
  const places = Array.from({ length: size * size }, (_, k) => k).filter((k) => pixels[3 * k + 1]! < 128);
  const [xs, ys] = [places.map((k) => k % size), places.map((k) => Math.floor(k / size))];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left + 1, Math.max(...ys) - top + 1];
}

describe('renderDrawing', () => {
  it.each([
    ['width="744.09" height="1052.36"', 'a page'],
    ['width="210mm" height="297mm" viewBox="0 0 744 1052"', 'a page in millimeters'],
    ['width="7000" height="9900" viewBox="0 0 744 1052"', 'a large page'],
    ['viewBox="0 0 744 1052"', 'a view box alone'],
  ])('draws what lies on %s (%s) as large as fits, in proportion and centered', async (attributes) => {
    const pixels = await renderDrawing(page(attributes, RED), 64);
    expect(pixels).toHaveLength(64 * 64 * 3);
    const [left, top, width, height] = boxOf(pixels, 64) as [number, number, number, number];
    expect(left).toBeGreaterThanOrEqual(2);
    expect(width).toBeGreaterThanOrEqual(56);
    expect(left + width).toBeLessThanOrEqual(62);
    expect(Math.abs(height - width / 2)).toBeLessThanOrEqual(2);
    expect(Math.abs(2 * top + height - 64)).toBeLessThanOrEqual(2);
  });

  it('draws an empty page white', async () => {
    const pixels = await renderDrawing(page('width="100" height="50"', ''), 8);
    expect(pixels.every((byte) => byte === 255)).toBe(true);
  });

  it('reads entities of the document type, as drawing programs write them', async () => {
    const svg =
      '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>\n<svg xmlns="&ns;" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>';
    expect(boxOf(await renderDrawing(svg, 50), 50)).toEqual([2, 2, 46, 46]);
  });

  it.each([
    ['<html/>', /no svg element/],
    [page('width="9" height="9"', '<path'), /./],
    [page('width="100000" height="100000"', RED), /it claims 100000 x 100000 pixels/],
  ])('refuses %s', async (svg, words) => {
    await expect(renderDrawing(svg, 16)).rejects.toThrow(words);
  });
});
