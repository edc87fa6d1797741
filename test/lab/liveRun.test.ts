import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { notebookFolder } from '../kernel/kernelClient.js';
import { needs } from '../fixtures/needs.js';
import { panelNotebook } from './panelNotebook.js';

// The live run of the notebook `efficient-pretraining`, in a real browser: its first cell and the one with the panel,
// as they are.
const browser = findBrowser();

const output = (page: Page): Promise<string> =>
  page.locator('.cliplab-panel .cliplab-output').first().textContent().then(String);
/** The losses drawn so far. */
const losses = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>(
    `(() => { const plot = document.querySelector('.cliplab-panel .js-plotly-plot'); return plot?.data ? [...plot.data[0].y] : []; })()`,
  );

describe('a live run', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  let page: Page;
  const { folder, remove } = notebookFolder();

  beforeAll(async () => {
    writeFileSync(join(folder, 'live.ipynb'), JSON.stringify(panelNotebook('efficient-pretraining', 'trainLive(')));
    lab = await startLab(folder, join(folder, 'home'), browser ?? '');
    page = await lab.open('live.ipynb');
    await runAll(page);
    await page.waitForSelector('.cliplab-panel .cliplab-output', { state: 'attached' });
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('waits for the reader', async () => {
    await expect.poll(() => output(page)).toContain('Not started yet');
  });

  it('once started draws the loss as it falls', async () => {
    await page.getByRole('button', { name: 'train for two minutes' }).click();
    await expect.poll(async () => (await losses(page)).length).toBeGreaterThan(2);
    const [first, , third] = await losses(page);
    expect(first).toBeGreaterThan(2);
    expect(third).toBeLessThan(first!);
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
