import { readFile } from 'node:fs/promises';
import { packageFolder } from '../../io/projectPaths.js';
import { join } from 'node:path';

/** In the order in which each needs only those before it. */
const MODULES = [
  'element',
  'plainControls',
  'fileControl',
  'pickerControl',
  'tickListControl',
  'plotly',
  'output',
  'shortcuts',
  'panel',
] as const;

const source = (file: string): Promise<string> =>
  readFile(join(packageFolder(), 'kernel', 'widgets', 'frontEnd', file), 'utf8');

/**
 * Modules as one, without a bundler: each module's imports are of modules before it, and only the last one's default is
 * exported.
 */
const joinModules = (modules: readonly string[]): string =>
  modules.map((text) => text.replace(/^import .*$/gm, '').replace(/^export (?!default)/gm, '')).join('\n');

let read: Promise<{ esm: string; css: string }> | undefined;

/** The panel's front end, as anywidget takes it. */
export function panelFrontEnd(): Promise<{ esm: string; css: string }> {
  read ??= (async () => ({
    esm: joinModules(await Promise.all(MODULES.map((name) => source(`${name}.mjs`)))),
    css: await source('panel.css'),
  }))();
  return read;
}
