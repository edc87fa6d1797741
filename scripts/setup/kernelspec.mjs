import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIGURES_EXTENSION, figuresExtension } from '../../lib/setup/figuresExtension.mjs';
import { replaceFile } from '../../lib/setup/replaceFile.mjs';

/** @typedef {import('./projectFolders.mjs').Folders} Folders */

/** @param {object} value */
const json = (value) => JSON.stringify(value, null, 2) + '\n';

/**
 * What is written into the Python environment so that its JupyterLab knows our kernel, fits figures to its window, and
 * asks nothing of the outside. The kernel's file holds paths of this checkout and its Node, and follows when those
 * move.
 * @param {Folders} folders
 * @returns {Record<string, string>} path -> text
 */
export function jupyterFiles({ root, venv }) {
  const share = join(venv, 'share', 'jupyter');
  const figures = join(share, 'labextensions', FIGURES_EXTENSION);
  return {
    [join(share, 'kernels', 'cliplab', 'kernel.json')]: json({
      argv: [process.execPath, join(root, 'scripts', 'kernel.mjs'), '{connection_file}'],
      display_name: 'TypeScript (cliplab)',
      language: 'typescript',
    }),
    [join(share, 'lab', 'settings', 'overrides.json')]: json({
      '@jupyterlab/apputils-extension:notification': { checkForUpdates: false, fetchNews: 'false' },
    }),
    // A figure that follows a slider is more than a megabyte a second, past which the server drops messages.
    [join(venv, 'etc', 'jupyter', 'jupyter_server_config.json')]: json({
      ZMQChannelsWebsocketConnection: { iopub_data_rate_limit: 1e9, iopub_msg_rate_limit: 1e5 },
    }),
    ...Object.fromEntries(Object.entries(figuresExtension()).map(([path, text]) => [join(figures, path), text])),
  };
}

/**
 * Our kernel in the project's own JupyterLab, and nowhere else.
 * @param {Folders} folders
 * @returns {import('../../lib/setup/runSteps.mjs').Step}
 */
export function kernelspec(folders) {
  const files = Object.entries(jupyterFiles(folders)).map(([path, text]) => ({ path, text }));
  return {
    name: 'Jupyter kernel',
    needs: ['Python packages'],
    missing() {
      const whole = files.every(({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') === text);
      return whole
        ? undefined
        : 'the kernel is not installed in the Python environment, or names another checkout or Node';
    },
    async run() {
      for (const { path, text } of files) replaceFile(path, text);
    },
    remedy: 'See that .venv can be written to, then run the command again.',
  };
}
