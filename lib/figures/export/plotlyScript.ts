import { createRequire } from 'node:module';

/** The file of plotly.js: the same version draws in pages, in images and (inside its extension) in JupyterLab. */
export function plotlyScriptPath(): string {
  return createRequire(import.meta.url).resolve('plotly.js-dist-min/plotly.min.js');
}
