import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, startLab } from '../../scripts/lab/startLab.mjs';
import { needs } from '../fixtures/needs.js';
import { notebookFolder } from '../kernel/kernelClient.js';
import { widgetNotebook } from './widgetNotebook.js';

// Figures are made for the page of a paper; a window may be narrower.
const browser = findBrowser();
const SIZE = { width: 800, height: 300 };

/** A notebook as it was saved: its figure, with the image of it. */
async function savedNotebook(): Promise<string> {
  const image = await sharp({ create: { ...SIZE, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const data = {
    'application/vnd.plotly.v1+json': {
      data: [{ type: 'scatter', mode: 'markers', marker: { size: 20 }, x: [1, 2, 3], y: [3, 1, 2] }],
      layout: SIZE,
      config: {},
    },
    'image/png': image.toString('base64'),
  };
  const [cell] = widgetNotebook.cells;
  const outputs = [{ output_type: 'display_data', data, metadata: { 'image/png': SIZE } }];
  return JSON.stringify({
    ...widgetNotebook,
    cells: [{ ...cell, source: '// a figure', outputs, execution_count: 1 }],
  });
}

/** The width of what is shown of the figure, and the room that its cell has for it, in pixels of the page. */
const widths = (page: Page, what: string): Promise<{ drawn: number; left: number; room: number; below: number }> =>
  page.evaluate(`(() => {
    const output = document.querySelector('.jp-RenderedPlotly');
    const { width, left, height } = output.querySelector(${JSON.stringify(what)}).getBoundingClientRect();
    const cell = output.parentElement.getBoundingClientRect();
    return { drawn: width, left, room: cell.right - left, below: cell.height - height };
  })()`);

/** Points at the second point, from outside it. @returns what the figure says of it */
async function pointAtSecond(page: Page): Promise<string[]> {
  const point = await page.locator('.jp-RenderedPlotly .point').nth(1).boundingBox();
  if (!point) throw new Error('the figure has no points');
  await page.mouse.move(point.x - 30, point.y);
  await page.mouse.move(point.x + point.width / 2, point.y + point.height / 2, { steps: 4 });
  await page.waitForTimeout(200);
  return page.locator('.hovertext').allTextContents();
}

describe('a window that is narrower than a figure', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  const { folder, remove } = notebookFolder();
  const shelf = join(folder, 'notebooks');

  beforeAll(async () => {
    mkdirSync(shelf);
    writeFileSync(join(shelf, 'saved.ipynb'), await savedNotebook());
    lab = await startLab(shelf, join(folder, 'home'), browser ?? '');
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('shows all of it: its image, what Plotly draws of it, and what pointing at it says', async () => {
    const page = await lab.open('saved.ipynb');
    await page.keyboard.press('Control+b'); // the list of files makes room
    await page.setViewportSize({ width: 600, height: 900 });
    const image = () => widths(page, '.plot-img');
    await expect.poll(async () => (await image()).drawn).toBeLessThan(600);
    expect((await image()).drawn).toBeLessThanOrEqual((await image()).room + 1);

    const box = await page.locator('.plot-img').boundingBox();
    if (!box) throw new Error('the image of the figure is not on the page');
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.waitForSelector('.jp-RenderedPlotly .main-svg', { state: 'attached' });
    for (const width of [600, 500, 900]) {
      await page.setViewportSize({ width, height: 900 });
      const drawing = () => widths(page, '.main-svg');
      // As wide as there is room for, and not wider than it was made.
      await expect
        .poll(async () => Math.abs((await drawing()).drawn - Math.min(SIZE.width, (await drawing()).room)))
        .toBeLessThan(1);
      expect((await drawing()).below).toBeLessThan(60); // no gap is left beneath
      await expect.poll(() => pointAtSecond(page)).toEqual(['(2, 1)']);
    }
    await page.close();
    expect(lab.errors).toEqual([]);
  });
});
