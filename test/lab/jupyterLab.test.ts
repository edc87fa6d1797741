import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notebook } from '../../lib/kernel/notebook.js';
import { notebookFolder } from '../kernel/kernelClient.js';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { needs } from '../fixtures/needs.js';
import { widgetNotebook } from './widgetNotebook.js';

// The project's JupyterLab in a real browser. On a machine without one this is left out, but not in CI, which installs
// one.
const browser = findBrowser();
if (!browser && process.env['CI']) throw new Error('CI must have a browser: see .ci/run');

/**
 * The heights of the bars of the figure on the page. What runs in the page is text, as this project's types are Node's.
 */
const barsOf = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>(`[...(document.querySelector('.cliplab-panel .js-plotly-plot')?.data[0].y ?? [])]`);

/** anywidget's two seconds for the module of a model are over before it can have come. */
const GIVE_UP = `
  globalThis.givenUp = 0;
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (ms) => {
    if (ms !== 2000) return timeout.call(AbortSignal, ms);
    const over = new AbortController();
    queueMicrotask(() => over.abort());
    givenUp++;
    return over.signal;
  };`;

/** Moves a slider with the keyboard, as a reader may. */
async function press(page: Page, label: string, key: string, times: number): Promise<void> {
  const slider = page.getByLabel(label);
  await slider.focus();
  for (let k = 0; k < times; k++) await slider.press(key);
}

describe('JupyterLab', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  let page: Page;
  const { folder, remove } = notebookFolder();

  beforeAll(async () => {
    writeFileSync(join(folder, 'widget.ipynb'), JSON.stringify(widgetNotebook));
    lab = await startLab(folder, join(folder, 'home'), browser ?? '');
    page = await lab.open('widget.ipynb');
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('runs a notebook and shows the panel, and only the panel', async () => {
    await runAll(page);
    // The kernel and the page load all that they need first.
    await page.waitForSelector('.cliplab-panel .js-plotly-plot .bars');
    expect(await barsOf(page)).toEqual([2, 3, 5]);
    // The image for the saved notebook has come, and is not seen.
    await page.waitForSelector('.jp-Notebook .jp-OutputArea-child >> nth=2', { state: 'attached' });
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.jp-OutputArea-child')].map((child) => child.offsetHeight)`,
    );
    expect(heights.filter((height) => height > 0)).toHaveLength(1);
  });

  it('draws what the kernel computes as the slider moves', async () => {
    await press(page, 'how many', 'ArrowRight', 4);
    await expect.poll(() => barsOf(page)).toEqual([2, 3, 5, 7, 11, 13, 17]);
    await page.getByLabel('color').selectOption('orange');
    await expect
      .poll(() => page.evaluate<string>(`getComputedStyle(document.querySelector('.cliplab-panel .bars path')).fill`))
      .toBe('rgb(213, 94, 0)');
    await press(page, 'how many', 'End', 1);
    await expect.poll(async () => (await barsOf(page)).at(-1)).toBe(71);
  });

  it('saves the last drawing as an image, with where the controls stood', async () => {
    const saved = (): Notebook => JSON.parse(readFileSync(join(folder, 'widget.ipynb'), 'utf8')) as Notebook;
    const outputs = () => saved().cells[1]?.outputs ?? [];
    // They come once the controls have rested.
    const texts = async (): Promise<unknown[]> => {
      await page.keyboard.press('Control+s');
      return outputs().map(({ data }) => [data?.['text/plain'], data?.['image/png'] !== undefined]);
    };
    await expect.poll(texts, { interval: 500 }).toEqual(
      expect.arrayContaining([
        [[expect.stringContaining('how many: 20 · color: orange')], false],
        [['The first 20 prime numbers.'], true],
      ]),
    );
  });

  it('brings the panel back, alive, when the page is opened again, though so busy that anywidget gives up on it', async () => {
    await page.addInitScript(GIVE_UP);
    await page.reload();
    await page.waitForSelector('.cliplab-panel .js-plotly-plot .bars');
    expect(await page.evaluate<number>('givenUp')).toBeGreaterThan(0);
    expect((await barsOf(page)).length).toBe(20);
    await press(page, 'how many', 'Home', 1);
    await expect.poll(() => barsOf(page)).toEqual([2]);
  });

  it('fits a narrow window as a whole, and is as large as it was in a wide one', async () => {
    const widths = (): Promise<{ drawn: number; room: number }> =>
      page.evaluate<{ drawn: number; room: number }>(
        `(() => { const plot = document.querySelector('.cliplab-panel .main-svg').getBoundingClientRect(); return { drawn: Math.round(plot.width), room: document.querySelector('.cliplab-output').clientWidth }; })()`,
      );
    await page.setViewportSize({ width: 500, height: 900 });
    await expect.poll(async () => (await widths()).drawn).toBeLessThan(500);
    const { drawn, room } = await widths();
    expect(drawn).toBeLessThanOrEqual(room);
    expect(drawn).toBeGreaterThan(room - 3); // no smaller than it must be
    await press(page, 'how many', 'ArrowRight', 1);
    await expect.poll(() => barsOf(page)).toEqual([2, 3]);
    await page.setViewportSize({ width: 1280, height: 1000 });
    await expect.poll(async () => (await widths()).drawn).toBe(600);
  });

  it('says that it is stale once the kernel was restarted, and takes no more', async () => {
    await page.click('.lm-MenuBar-itemLabel:text-is("Kernel")');
    await page.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")');
    await page.click('.jp-Dialog .jp-mod-accept');
    await page.waitForSelector('.cliplab-panel.cliplab-stale');
    expect(await page.locator('.cliplab-panel .cliplab-message').first().textContent()).toContain('run the cell again');
    expect(await page.evaluate<boolean>(`document.querySelector('.cliplab-controls').inert`)).toBe(true);
    await page.waitForSelector('.jp-StatusBar-TextItem:text-is("TypeScript (cliplab) | Idle")');
    await runAll(page);
    await page.waitForSelector('.cliplab-panel:not(.cliplab-stale) .js-plotly-plot .bars');
    expect(await barsOf(page)).toEqual([2, 3, 5]);
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
