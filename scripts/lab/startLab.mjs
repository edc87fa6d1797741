import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { projectFolders } from '../setup/projectFolders.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * The project's own JupyterLab on a folder, and a browser to look at it.
 * @typedef {object} Lab
 * @property {(notebook: string, theme?: 'light' | 'dark') => Promise<Page>} open opens a notebook of the folder and
 *   waits for its kernel
 * @property {readonly string[]} errors everything that pages have said went wrong
 * @property {() => Promise<void>} close ends both, and the kernels
 */

const TOKEN = 'known-only-on-this-machine';
/** Limits only say "never": the machine may be slow, or busy with other tests. */
const START_MS = 300_000;
const PATIENCE_MS = 300_000;

/**
 * What anywidget says of a model whose module took more than two seconds to load, as it may on a busy machine. It is no
 * fault: our front ends hear the kernel all the same (lib/kernel/widgets/frontEnd/hearKernel.mjs).
 */
const LATE = '[anywidget] Failed to initialize model.';

/** Quiet, and without attempts to reach the outside. */
const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((closed) => server.close(closed));
  return port;
}

/** @param {string} url */
async function answers(url) {
  const limit = performance.now() + START_MS;
  while (performance.now() < limit) {
    const response = await fetch(`${url}/api/status?token=${TOKEN}`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab did not start within ${START_MS / 1000} seconds`);
}

/**
 * Starts both.
 * @param {string} folder what JupyterLab shows
 * @param {string} home for Jupyter's own files
 * @param {string} browserPath
 * @returns {Promise<Lab>}
 */
export async function startLab(folder, home, browserPath) {
  const { root, venv } = projectFolders();
  const port = await freePort();
  const server = spawn(
    join(venv, 'bin', 'jupyter'),
    [
      'lab',
      '--allow-root',
      '--no-browser',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--IdentityProvider.token=${TOKEN}`,
      folder,
    ],
    {
      cwd: root,
      stdio: 'ignore',
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(home, 'config'),
        JUPYTER_DATA_DIR: join(home, 'data'),
        JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
        JUPYTERLAB_SETTINGS_DIR: join(home, 'settings'),
        JUPYTERLAB_WORKSPACES_DIR: join(home, 'workspaces'),
        IPYTHONDIR: join(home, 'ipython'),
      },
    },
  );
  /** @type {string[]} */
  const errors = [];
  /** @type {import('playwright-core').Browser | undefined} */
  let browser;
  const close = async () => {
    await browser?.close();
    if (server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(url);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: browserPath, args: [...BROWSER_FLAGS, ...sandbox] });
  } catch (error) {
    await close();
    throw error;
  }
  const started = browser;
  return {
    errors,
    close,
    async open(notebook, theme = 'light') {
      const page = await started.newPage({ viewport: { width: 1280, height: 1000 } });
      page.setDefaultTimeout(PATIENCE_MS);
      page.on('pageerror', (error) => {
        if (!String(error).includes(LATE)) errors.push(String(error));
      });
      const raw = JSON.stringify({ theme: theme === 'dark' ? 'JupyterLab Dark' : 'JupyterLab Light' });
      await fetch(`${url}/lab/api/settings/@jupyterlab/apputils-extension:themes?token=${TOKEN}`, {
        method: 'PUT',
        body: JSON.stringify({ raw }),
      });
      await page.goto(`${url}/lab/tree/${notebook}?token=${TOKEN}&reset`);
      await page.waitForSelector('.jp-Notebook .jp-Cell');
      // Run before that, JupyterLab would ask which kernel.
      await page.waitForSelector('.jp-StatusBar-TextItem:text-is("TypeScript (cliplab) | Idle")');
      return page;
    },
  };
}

/**
 * Runs every cell of the open notebook.
 * @param {Page} page
 */
export async function runAll(page) {
  await page.click('.lm-MenuBar-itemLabel:text-is("Run")');
  await page.click('.lm-Menu-itemLabel:text-is("Run All Cells")');
}
