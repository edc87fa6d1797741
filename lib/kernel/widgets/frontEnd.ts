import { readFile } from 'node:fs/promises';
import { packageFolder } from '../../io/projectPaths.js';
import { join } from 'node:path';

/** What a front end is made of: modules in the order in which each needs only those before it, and styles. */
interface Parts {
  readonly modules: readonly string[];
  readonly styles: readonly string[];
}

const PANEL: Parts = {
  modules: [
    ...['element', 'hearKernel', 'plainControls', 'fileControl', 'pickerControl', 'tickListControl'],
    ...['plotly', 'output', 'shortcuts', 'panel'],
  ],
  styles: ['panel'],
};
const QUIZ: Parts = {
  modules: ['element', 'hearKernel', 'shortcuts', 'clock', 'quizPages', 'quizBoard', 'quiz'],
  styles: ['panel', 'quiz'],
};
const LIVE: Parts = {
  modules: ['element', 'hearKernel', 'plotly', 'output', 'shortcuts', 'liveChoices', 'liveRuns', 'live'],
  styles: ['panel', 'live'],
};

const source = (file: string): Promise<string> =>
  readFile(join(packageFolder(), 'kernel', 'widgets', 'frontEnd', file), 'utf8');

/**
 * Modules as one, without a bundler: each module's imports are of modules before it, and only the last one's default is
 * exported.
 */
const joinModules = (modules: readonly string[]): string =>
  modules.map((text) => text.replace(/^import .*$/gm, '').replace(/^export (?!default)/gm, '')).join('\n');

/** A front end as anywidget takes it. */
type FrontEnd = Readonly<Record<'esm' | 'css', string>>;

const all = (names: readonly string[], ending: string): Promise<string[]> =>
  Promise.all(names.map((name) => source(`${name}.${ending}`)));

/** Reads the parts once, when they are first wanted. */
function once({ modules, styles }: Parts): () => Promise<FrontEnd> {
  let read: Promise<FrontEnd> | undefined;
  return () =>
    (read ??= (async () => ({
      esm: joinModules(await all(modules, 'mjs')),
      css: (await all(styles, 'css')).join('\n'),
    }))());
}

/** The front end of `interactive`. */
export const panelFrontEnd = once(PANEL);

/** The front end of `youAgainstClip`. */
export const quizFrontEnd = once(QUIZ);

/** The front end of `liveAblations`. */
export const liveFrontEnd = once(LIVE);
