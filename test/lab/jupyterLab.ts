import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { virtualEnvironment } from '../../lib/io/virtualEnvironment.js';

const TOKEN = 'a-token-of-the-test';

/** Quiet, and without attempts to reach the outside. */
const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The project's own JupyterLab on a folder, and a browser to look at it. */
export interface Lab {
  /** Opens a notebook of the folder, in a light or dark page, and waits for its kernel. */
  open(notebook: string, theme?: 'light' | 'dark'): Promise<Page>;
  /** Everything that pages have said went wrong. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const response = await fetch(`${url}/api/status?token=${TOKEN}`).catch(() => undefined);
    if (response?.ok) return;
    if (tries >= 300) throw new Error('JupyterLab did not start within 60 seconds');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Starts both; Jupyter's own files go to `home`. */
export async function startLab(folder: string, home: string, browserPath: string): Promise<Lab> {
  const port = await freePort();
  const places = ['CONFIG_DIR', 'DATA_DIR', 'RUNTIME_DIR'].map((name) => [`JUPYTER_${name}`, join(home, name)]);
  const server = spawn(
    join(virtualEnvironment(), 'bin', 'jupyter'),
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
      cwd: projectRoot(),
      stdio: 'ignore',
      env: {
        ...process.env,
        ...(Object.fromEntries(places) as Record<string, string>),
        JUPYTERLAB_SETTINGS_DIR: join(home, 'settings'),
        JUPYTERLAB_WORKSPACES_DIR: join(home, 'workspaces'),
        IPYTHONDIR: join(home, 'ipython'),
      },
    },
  );
  const errors: string[] = [];
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    if (server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM'); // its kernels end with it
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
  return {
    errors,
    close,
    async open(notebook, theme = 'light') {
      if (!browser) throw new Error('the browser is closed');
      const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => errors.push(String(error)));
      const themeName = theme === 'dark' ? 'JupyterLab Dark' : 'JupyterLab Light';
      await fetch(`${url}/lab/api/settings/@jupyterlab/apputils-extension:themes?token=${TOKEN}`, {
        method: 'PUT',
        body: JSON.stringify({ raw: JSON.stringify({ theme: themeName }) }),
      });
      await page.goto(`${url}/lab/tree/${notebook}?token=${TOKEN}&reset`);
      await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60_000 });
      // Run before that, JupyterLab would ask which kernel.
      await page.waitForSelector('.jp-StatusBar-TextItem:text-is("TypeScript (cliplab) | Idle")', { timeout: 60_000 });
      return page;
    },
  };
}

/** Runs every cell of the open notebook. */
export async function runAll(page: Page): Promise<void> {
  await page.click('.lm-MenuBar-itemLabel:text-is("Run")');
  await page.click('.lm-Menu-itemLabel:text-is("Run All Cells")');
}
