#!/usr/bin/env node
/**
 * `node scripts/take_screenshots.mjs [NOTEBOOK] [FOLDER]`: runs a copy of a notebook (default: tour) in JupyterLab and
 * writes images of its first panel, FOLDER/NOTEBOOK-light.png and -dark.png (default: figures). Needs a Chromium.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser } from './lab/findBrowser.mjs';
import { runAll, startLab } from './lab/startLab.mjs';
import { endPlainly } from './setup/endPlainly.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { SetupError } from '../lib/setup/setupError.mjs';

endPlainly();

const WHOLE_RUN_MS = 600_000;

const folders = projectFolders();
const [name = 'tour', target = join(folders.root, 'figures')] = process.argv.slice(2);
const browser = findBrowser();
if (!browser) throw new SetupError('No Chromium was found: install one, or name it in CHROME_PATH.');

if (!existsSync(join(folders.notebooks, `${name}.ipynb`)))
  throw new SetupError(`There is no notebook "${name}": give the name of one in ${folders.notebooks}.`);
mkdirSync(target, { recursive: true });
mkdirSync(join(folders.root, '.cache'), { recursive: true });
// Inside the checkout, where cells find `cliplab`; a copy, as JupyterLab saves what it runs.
const working = mkdtempSync(join(folders.root, '.cache', 'screenshots-'));
copyFileSync(join(folders.notebooks, `${name}.ipynb`), join(working, `${name}.ipynb`));
const lab = await startLab(working, join(working, '.home'), browser);
try {
  let page = await lab.open(`${name}.ipynb`);
  await runAll(page);
  await page.waitForTimeout(1_000);
  await page.waitForSelector('.jp-StatusBar-TextItem:text-is("TypeScript (cliplab) | Idle")', {
    timeout: WHOLE_RUN_MS,
  });
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(1_000);
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    await page.close();
    page = await lab.open(`${name}.ipynb`, theme);
    const panel = page.locator('.cliplab-panel .cliplab-output').first();
    await panel.scrollIntoViewIfNeeded();
    await page.waitForTimeout(2_000);
    const path = resolve(target, `${name}-${theme}.png`);
    await page.screenshot({ path });
    process.stdout.write(path + '\n');
  }
} finally {
  await lab.close();
  rmSync(working, { recursive: true, force: true });
}
