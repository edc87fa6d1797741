import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { notebookFolder } from '../kernel/kernelClient.js';
import { needs } from '../fixtures/needs.js';
import { panelNotebook } from './panelNotebook.js';

// The template editor of the notebook `prompts`, in a real browser: its first cell and the one with the panel, as they
// are.
const browser = findBrowser();

/** What stands above the confusions: the score with the words of the moment. */
const headline = (page: Page): Promise<string> =>
  page.locator('.cliplab-panel .js-plotly-plot .annotation-text').first().textContent().then(String);
/** The counts of the grid, row by row. */
const counts = (page: Page): Promise<string> =>
  page.evaluate<string>(`JSON.stringify(document.querySelector('.cliplab-panel .js-plotly-plot').data[0].text)`);

describe('the template editor', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  let page: Page;
  const { folder, remove } = notebookFolder();

  beforeAll(async () => {
    writeFileSync(join(folder, 'editor.ipynb'), JSON.stringify(panelNotebook('prompts', 'tickList({')));
    lab = await startLab(folder, join(folder, 'home'), browser ?? '');
    page = await lab.open('editor.ipynb');
    await runAll(page);
    await page.waitForSelector('.cliplab-panel .js-plotly-plot .annotation-text', {
      state: 'attached',
    });
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('judges the task’s own words first', async () => {
    const [now, own] = (await headline(page)).match(/(?<![\d.])[\d.]+ %/g)!;
    expect(now).toBe(own);
  });

  it('classifies anew when templates are unticked and typed', async () => {
    const before = await counts(page);
    for (const line of [2, 3, 4, 5, 6]) await page.getByLabel(`templates, use line ${line}`, { exact: true }).uncheck();
    await expect.poll(() => counts(page)).not.toBe(before);
    const bare = await counts(page);
    // A new line is ticked; the one that was there stays.
    await page.getByLabel('templates, line 8', { exact: true }).fill('not a {c}, a flag');
    await expect.poll(() => counts(page)).not.toBe(bare);
    await expect.poll(() => page.getByLabel('templates, line 9', { exact: true }).count()).toBe(1);
  });

  it('classifies anew when class names change, and says what it needs', async () => {
    const before = await counts(page);
    const names = page.getByLabel('class names, one a line');
    const lines = (await names.inputValue()).split('\n');
    await names.fill(['clock', ...lines.slice(1)].join('\n'));
    await expect.poll(() => counts(page)).not.toBe(before);
    await names.fill('one');
    await expect
      .poll(() => page.locator('.cliplab-panel .cliplab-output').textContent())
      .toContain(`Write ${lines.length} class names`);
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
