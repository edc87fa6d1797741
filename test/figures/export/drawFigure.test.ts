import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { accuracyFigure } from '../../../lib/figures/paper/accuracyFigure.js';
import { csvText } from '../../../lib/io/csvText.js';
import { closeDrawing, drawFigure } from '../../../lib/figures/export/drawFigure.js';
import type { Figure } from '../../../lib/figures/figure.js';
import { saveFigure } from '../../../lib/figures/export/saveFigure.js';
import { COLORS } from '../../../lib/figures/theme.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-draw-'));
afterAll(() => {
  closeDrawing();
  rmSync(folder, { recursive: true });
});

const figure = accuracyFigure([
  { task: 'flags', method: 'zero-shot', accuracy: 0.25, low: 0.2, high: 0.3 },
  { task: 'digits', method: 'zero-shot', accuracy: 0.75, low: 0.7, high: 0.8 },
]);

/** Where the dots' color is, as the means of clusters split at the half of the plot: [x, y] in CSS pixels. */
async function dots(png: Buffer, scale: number): Promise<number[][]> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const wanted = [1, 3, 5].map((at) => parseInt(COLORS.zeroShot.slice(at, at + 2), 16));
  const found: number[][][] = [[], []];
  // Dots are 11 pixels across; letters and intervals, of the same color, are thinner than 7.
  const is = (x: number, y: number): boolean => wanted.every((v, c) => data[(y * info.width + x) * 3 + c] === v);
  const { t, b } = figure.layout['margin'] as Record<'t' | 'b', number>;
  const half = scale * (t + (figure.layout.height - t - b) / 2);
  const reach = Math.round(3 * scale);
  for (let y = reach; y < info.height - reach; y++)
    for (let x = reach; x < info.width - reach; x++) {
      const whole = [-reach, 0, reach].every((d) => is(x + d, y) && is(x, y + d));
      if (whole) found[y < half ? 0 : 1]!.push([x / scale, y / scale]);
    }
  return found.map((points) => [0, 1].map((c) => points.reduce((sum, p) => sum + p[c]!, 0) / points.length));
}

describe('drawFigure', () => {
  it('draws a PNG of the stated size, its dots where the numbers are', async () => {
    const png = await drawFigure(figure, 'png');
    const { width, height } = figure.layout;
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 2 * width, height: 2 * height });
    const margin = figure.layout['margin'] as Record<'l' | 'r' | 't' | 'b', number>;
    const { range } = figure.layout['xaxis'] as { range: [number, number] };
    const across = (value: number): number =>
      margin.l + ((width - margin.l - margin.r) * (value - range[0])) / (range[1] - range[0]);
    const down = (line: number): number => margin.t + ((height - margin.t - margin.b) * (line + 0.5)) / 2;
    const [upper, lower] = await dots(png, 2);
    expect(Math.abs(upper![0]! - across(0.25))).toBeLessThan(2);
    expect(Math.abs(lower![0]! - across(0.75))).toBeLessThan(2);
    expect(Math.abs(upper![1]! - down(0))).toBeLessThan(2);
    expect(Math.abs(lower![1]! - down(1))).toBeLessThan(2);
  });

  it('draws at the scale asked for', async () => {
    const { width, height } = await sharp(await drawFigure(figure, 'png', 1)).metadata();
    expect([width, height]).toEqual([figure.layout.width, figure.layout.height]);
  });

  it('draws an SVG with the labels as text', async () => {
    const svg = (await drawFigure(figure, 'svg')).toString();
    expect(svg).toMatch(/^<svg /);
    for (const text of ['flags', 'digits', '25.0%', '75.0%', 'accuracy']) expect(svg).toContain(`>${text}`);
  });

  it('says which figure cannot be drawn, and goes on with the next', async () => {
    const broken = { ...figure, name: 'broken', data: 'no traces' } as unknown as Figure;
    await expect(drawFigure(broken, 'png')).rejects.toThrow('the figure "broken" could not be drawn');
    expect((await drawFigure(figure, 'svg')).length).toBeGreaterThan(1000);
  });

  it('draws half a character, which is no UTF-8, as the sign for what cannot be shown', async () => {
    const title = { text: 'before \ud83d, \udfff behind 😀' };
    const torn = { ...figure, caption: '\ud800', layout: { ...figure.layout, title } };
    const svg = (await drawFigure(torn, 'svg')).toString();
    expect(svg).toContain('before \ufffd, \ufffd behind 😀');
  });

  it('starts anew after it was closed', async () => {
    closeDrawing();
    expect((await drawFigure(figure, 'png', 1)).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('saveFigure', () => {
  it('writes the page, both images and the table', async () => {
    expect(await saveFigure(figure, folder)).toBe(join(folder, 'accuracy'));
    expect(readdirSync(folder).sort()).toEqual(['accuracy.csv', 'accuracy.html', 'accuracy.png', 'accuracy.svg']);
    expect(readFileSync(join(folder, 'accuracy.csv'), 'utf8')).toBe(csvText(figure.table));
    expect(readFileSync(join(folder, 'accuracy.html'), 'utf8')).toContain(figure.caption);
    expect((await sharp(readFileSync(join(folder, 'accuracy.png'))).stats()).isOpaque).toBe(true);
    const svg = readFileSync(join(folder, 'accuracy.svg'), 'utf8');
    expect(svg.startsWith(`<svg role="img" aria-label="${figure.caption}" `)).toBe(true);
  });
});
