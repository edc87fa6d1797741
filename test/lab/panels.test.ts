import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { notebookFolder } from '../kernel/kernelClient.js';
import { needs } from '../fixtures/needs.js';
import { notebookUpTo } from './panelNotebook.js';

// The panels that follow a notebook's other cells, in a real browser: the committed cells up to each, on one task and
// few models.
const browser = findBrowser();
const ONE_TASK = { TASKS: "['digits']", OTHERS: "['lab-contrastive', 'lab-supervised']" };

/** Everything the panel's plot draws, as text. */
const drawn = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `JSON.stringify((document.querySelector('.cliplab-panel .js-plotly-plot')?.data ?? []).map(({ name, x, y }) => ({ name, x, y })))`,
  );

/** Chooses in a dropdown of the panel, and waits until it has drawn something else. */
async function choose(page: Page, label: string, option: string): Promise<string> {
  const before = await drawn(page);
  await page.locator('.cliplab-panel').getByLabel(label).selectOption(option);
  await expect.poll(() => drawn(page)).not.toBe(before);
  return drawn(page);
}

describe('panels of', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  const { folder, remove } = notebookFolder();
  const shelf = join(folder, 'notebooks'); // figures are written beside it

  async function open(name: string, marker: string, constants: Readonly<Record<string, string>>): Promise<Page> {
    writeFileSync(join(shelf, `${name}.ipynb`), JSON.stringify(notebookUpTo(name, marker, constants)));
    const page = await lab.open(`${name}.ipynb`);
    await runAll(page);
    await page.waitForSelector('.cliplab-panel .js-plotly-plot .main-svg', { state: 'attached' });
    return page;
  }

  beforeAll(async () => {
    mkdirSync(shelf);
    lab = await startLab(shelf, join(folder, 'home'), browser ?? '');
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('few-shot: features, shots and draws', async () => {
    const page = await open('few-shot', 'await interactive(', { ...ONE_TASK, SHOTS: '[1, 2]', SEEDS: '[1, 2]' });
    const all = await drawn(page);
    expect(all).toContain('lab-supervised');
    expect(await choose(page, 'features', 'lab-contrastive')).not.toContain('lab-supervised');
    const before = await choose(page, 'shots, up to', '2');
    await page.getByLabel('draws').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => drawn(page)).not.toBe(before);
    await page.close();
  });

  it('linear-probe: any two models', async () => {
    const page = await open('linear-probe', 'await interactive(', ONE_TASK);
    await choose(page, 'second', 'mini-rn');
    await choose(page, 'first', 'lab-supervised');
    await page.close();
  });

  it('ablations: the curves of any two changes', async () => {
    const page = await open('ablations', 'await interactive(', {});
    expect(await choose(page, 'a change', 'ViT for ResNet')).toContain('ViT for ResNet');
    expect(await choose(page, 'another', 'batches of 128 for 512')).toContain('batches of 128');
    await page.close();
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
