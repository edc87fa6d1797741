import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopLiveRuns } from '../../lib/apps/training/live/queue.js';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { notebookFolder } from '../kernel/kernelClient.js';
import { needs } from '../fixtures/needs.js';
import { panelNotebook } from './panelNotebook.js';

// The live ablations of the notebook `ablations`, in a real browser: its first cell and the one with the panel, with
// tiny runs, and a folder of the test for them.
const browser = findBrowser();
const PAIRS = 3072;

describe('live ablations', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  let page: Page;
  const { folder, remove } = notebookFolder();
  const runs = join(folder, 'runs');
  const panel = () => page.locator('.cliplab-live:not(.cliplab-stale)');
  const standing = (change: string): Promise<string> =>
    panel()
      .getByRole('table', { name: 'Runs' })
      .getByRole('row', { name: `show ${change}, seed 1` })
      .textContent()
      .then(String);
  /** By name of a drawn line, how many losses it has. */
  const drawn = (): Promise<Record<string, number>> =>
    page.evaluate<Record<string, number>>(
      `(() => {
        const plot = document.querySelector('.cliplab-live:not(.cliplab-stale) .js-plotly-plot');
        const losses = (plot?.data ?? []).filter((line) => line.yaxis === 'y');
        return Object.fromEntries(losses.map((line) => [line.name, line.y.length]));
      })()`,
    );
  const press = (name: string): Promise<void> => panel().getByRole('button', { name, exact: true }).click();

  beforeAll(async () => {
    const notebook = panelNotebook('ablations', 'await liveAblations(');
    const own = `await liveAblations({ pairs: ${PAIRS}, folder: ${JSON.stringify(runs)} });`;
    // The panel's own cell as it is, but for where runs are kept and how long they are.
    const cells = notebook.cells.map((cell, k) => ({
      ...cell,
      source: [cell.source]
        .flat()
        .join('')
        .replace(k === 0 ? /^const changes = [^]*/m : 'await liveAblations();', k === 0 ? '' : own),
    }));
    expect(cells[1]!.source).toContain(own);
    writeFileSync(join(folder, 'live.ipynb'), JSON.stringify({ ...notebook, cells }));
    lab = await startLab(folder, join(folder, 'home'), browser ?? '');
    page = await lab.open('live.ipynb');
    await runAll(page);
    await panel().waitFor({ timeout: 300_000 });
  }, 480_000);

  afterAll(async () => {
    await stopLiveRuns(undefined, runs).catch(() => undefined);
    await lab?.close();
    remove();
  });

  it('trains nothing before somebody starts, and says so of nothing ticked', async () => {
    await press('Start');
    await panel().getByText('Nothing is ticked').waitFor();
    expect(readdirSync(folder)).not.toContain('runs');
  });

  it('once started draws both curves as they grow', { timeout: 400_000 }, async () => {
    await panel().getByLabel('ViT for ResNet').check();
    await press('Start');
    await expect.poll(async () => (await drawn())['unchanged'] ?? 0, { timeout: 180_000 }).toBeGreaterThan(2);
    await expect.poll(async () => (await drawn())['ViT for ResNet'] ?? 0, { timeout: 180_000 }).toBeGreaterThan(0);
    expect(await standing('unchanged')).toContain('finished');
  });

  it('stops, is found again when the page is loaded again, and goes on to its end', { timeout: 400_000 }, async () => {
    await press('Stop all');
    await expect.poll(() => standing('ViT for ResNet'), { timeout: 120_000 }).toContain('stopped');
    await page.keyboard.press('Control+s'); // the page finds what was saved
    const saved = (): string => readFileSync(join(folder, 'live.ipynb'), 'utf8');
    await expect.poll(saved, { timeout: 20_000 }).toContain('application/vnd.jupyter.widget-view+json');
    await page.reload();
    await panel().waitFor({ timeout: 120_000 });
    await expect.poll(() => standing('ViT for ResNet'), { timeout: 60_000 }).toContain('stopped');
    await press('Go on');
    await expect.poll(() => standing('ViT for ResNet'), { timeout: 300_000 }).toContain('finished');
    const differences = panel().getByRole('table', { name: 'Against the unchanged run of the same seed' });
    expect(await differences.textContent()).toContain('one seed: no interval');
  });

  it('keeps a model under a name, and writes its recipe out', async () => {
    await panel().getByLabel('name of ViT for ResNet, seed 1').fill('my-vit');
    await press('Keep: ViT for ResNet, seed 1');
    await panel().getByText('kept as my-vit').waitFor();
    expect(readdirSync(join(runs, 'kept', 'my-vit'))).toEqual(
      expect.arrayContaining(['config.json', 'model.safetensors']),
    );
    await press('Recipe: ViT for ResNet, seed 1');
    await panel().getByText('npx cliplab train --recipe').waitFor();
    await panel().getByText("...findRecipe('lab-live').model").waitFor();
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
