import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * @returns {string | undefined} a Chromium on this machine: `CHROME_PATH`, or where it usually is
 */
export function findBrowser() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, where there is no file`);
    return chosen;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const usual = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...usual, ...APPLICATIONS].find((path) => existsSync(path));
}
