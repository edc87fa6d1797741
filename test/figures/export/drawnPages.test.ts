import { copyFileSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Figure } from '../../../lib/figures/figure.js';
import type { PublishedFigure } from '../../../lib/figures/export/figureFiles.js';
import { figuresPage } from '../../../lib/figures/export/figuresPage.js';
import { someClaim } from '../ledger/asMeasured.js';
import { indexPage } from '../../../lib/figures/export/indexPage.js';
import { ownScript, SHARED_SCRIPT, sharedScript } from '../../../lib/figures/export/pageScript.js';
import { plotlyScriptPath } from '../../../lib/figures/export/plotlyScript.js';
import { findBrowser } from '../../../scripts/lab/findBrowser.mjs';
import { needs } from '../../fixtures/needs.js';

const executablePath = findBrowser();
const figure = (name: string, y: number[]): Figure => ({
  kind: 'figure',
  name,
  caption: 'Bars.',
  data: [{ type: 'bar', y }],
  layout: { width: 700, height: 200 },
  table: [],
});
const figures = [figure('one', [1, 2, 3]), figure('two', [4, 5])];

describe('pages as a browser opens them from a file', needs(executablePath, 'a Chromium (set CHROME_PATH)'), () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'cliplab pages '));
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** How many bars are drawn in each figure, and how wide a page of 500 pixels became. */
  async function opened(path: string): Promise<{ bars: number[]; width: number; faults: string[] }> {
    const page = await browser.newPage({ viewport: { width: 500, height: 700 } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('#plot-1 .bars', { state: 'attached', timeout: 300_000 });
    const bars = await page.evaluate<number[]>(
      `[...document.querySelectorAll('figure')].map((figure) => figure.querySelectorAll('.bars .point').length)`,
    );
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    await page.close();
    return { bars, width, faults };
  }

  it('one that is saved alone draws by itself, and is a quarter of the script as it lies there', async () => {
    const alone = mkdtempSync(join(folder, 'alone '));
    const path = join(alone, 'page.html');
    writeFileSync(path, figuresPage('Alone', figures, await ownScript()));
    expect(readdirSync(alone)).toEqual(['page.html']);
    expect(await opened(path)).toEqual({ bars: [3, 2], width: 500, faults: [] });
    expect(statSync(path).size).toBeLessThan(statSync(plotlyScriptPath()).size / 4);
  });

  it('a figure that is wider than the window is drawn smaller, all of it, and tells what is pointed at', async () => {
    const path = join(mkdtempSync(join(folder, 'narrow ')), 'page.html');
    writeFileSync(path, figuresPage('W'.repeat(80), figures, await ownScript()));
    const page = await browser.newPage({ viewport: { width: 500, height: 900 } });
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('#plot-1 .bars', { state: 'attached', timeout: 300_000 });
    for (const width of [500, 320, 1100, 700]) {
      await page.setViewportSize({ width, height: 900 });
      const measured = () =>
        page.evaluate<{ drawn: number; room: number; beyond: number; below: number }>(`(() => {
          const frame = document.querySelector('.frame');
          const { width, bottom } = frame.querySelector('.main-svg').getBoundingClientRect();
          const beyond = document.documentElement.scrollWidth - innerWidth;
          const below = Math.abs(frame.getBoundingClientRect().bottom - bottom);
          return { drawn: width, room: frame.clientWidth, beyond, below };
        })()`);
      const off = async (): Promise<number> => {
        const { drawn, room, beyond, below } = await measured();
        return Math.max(Math.abs(drawn - Math.min(700, room)), beyond, below);
      };
      await expect.poll(off).toBeLessThan(1.5);
      const bar = await page.locator('#plot-0 .point').nth(2).boundingBox();
      await page.mouse.move(bar!.x - 20, bar!.y + bar!.height / 2);
      await page.mouse.move(bar!.x + bar!.width / 2, bar!.y + bar!.height / 2, { steps: 4 });
      await expect.poll(() => page.locator('.hovertext').allTextContents()).toEqual(['(2, 3)']);
      await page.mouse.move(0, 0);
    }
    await page.close();
  });

  it('the index page too does not scroll sideways, however long its words', async () => {
    const long = 'kilometer'.repeat(9);
    const words = {
      claim: long,
      source: long,
      quote: long,
      published: long,
      holdsWhen: long,
      measured: long,
      note: long,
    };
    const claims = [someClaim('one.a', { ...words, notebook: long, verdict: 'needs the released weights' })];
    const published = [{ notebook: long, order: 0, figure: { ...figures[0]!, caption: long } }] as PublishedFigure[];
    const path = join(folder, 'index.html');
    writeFileSync(path, indexPage(published, claims));
    const page = await browser.newPage({ viewport: { width: 500, height: 900 } });
    await page.goto(pathToFileURL(path).href);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(500);
    await page.close();
  });

  it('one of a folder draws with the script beside it', async () => {
    const path = join(folder, 'shared.html');
    writeFileSync(path, figuresPage('Shared', figures, sharedScript));
    copyFileSync(plotlyScriptPath(), join(folder, SHARED_SCRIPT));
    expect(await opened(path)).toEqual({ bars: [3, 2], width: 500, faults: [] });
  });
});
