import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The file of plotly.js: the same version draws in pages, in images and (inside its extension) in JupyterLab. */
export function plotlyScriptPath(): string {
  return createRequire(import.meta.url).resolve('plotly.js-dist/plotly.js');
}

let packed: Promise<Buffer> | undefined;

/** plotly.js, gzipped: 2 MB of 11, for whoever cannot read the file itself. */
export function packedPlotlyScript(): Promise<Buffer> {
  packed ??= readFile(plotlyScriptPath()).then((script) => promisify(gzip)(script));
  return packed;
}
