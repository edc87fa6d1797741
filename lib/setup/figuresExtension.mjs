import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('figuresExtension.js', import.meta.url));

export const FIGURES_EXTENSION = 'cliplab-figures';

/**
 * The JupyterLab extension that fits figures to their window.
 * @returns {Record<string, string>} path below `labextensions/cliplab-figures` -> text
 */
export const figuresExtension = () => ({
  'package.json':
    JSON.stringify(
      {
        name: FIGURES_EXTENSION,
        version: '1.0.0',
        description: 'Figures of notebooks fit the window that they are shown in',
        license: 'MIT',
        jupyterlab: { extension: true, _build: { load: 'static/remoteEntry.js', extension: './extension' } },
      },
      null,
      2,
    ) + '\n',
  'static/remoteEntry.js': readFileSync(SCRIPT, 'utf8'),
});
