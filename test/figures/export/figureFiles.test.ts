import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Figure } from '../../../lib/figures/figure.js';
import { publishFigures, readPublished } from '../../../lib/figures/export/figureFiles.js';

const home = mkdtempSync(join(tmpdir(), 'cliplab-publish-'));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(home, 'figures-'));
});
afterAll(() => rmSync(home, { recursive: true }));

const figure = (name: string): Figure => ({
  kind: 'figure',
  name,
  caption: `About ${name}.`,
  data: [],
  layout: { width: 100, height: 100 },
  table: [],
});

/** What a run leaves: each figure's description and images, the figures in that order in the notebook. */
function collect(notebook: string, names: readonly string[]): string {
  const collected = mkdtempSync(join(home, 'run-'));
  mkdirSync(collected, { recursive: true });
  names.forEach((name, order) => {
    writeFileSync(join(collected, `${name}.json`), JSON.stringify({ notebook, order, figure: figure(name) }));
    for (const type of ['png', 'svg', 'csv']) writeFileSync(join(collected, `${name}.${type}`), `${notebook} ${name}`);
  });
  return collected;
}
const publish = (notebook: string, names: readonly string[]): Promise<number> =>
  publishFigures(notebook, collect(notebook, names), folder);
const published = async (): Promise<string[]> =>
  (await readPublished(folder)).map(({ notebook, figure: { name } }) => `${notebook}-${name}`);

it('publishes images, table, description and page, in the notebook’s order', async () => {
  expect(await publish('tour', ['zebra', 'ant'])).toBe(2);
  expect(await publish('data', ['words'])).toBe(1);
  expect(await published()).toEqual(['data-words', 'tour-zebra', 'tour-ant']);
  const files = ['tour-ant', 'tour-zebra'].flatMap((name) => ['csv', 'json', 'png', 'svg'].map((t) => `${name}.${t}`));
  expect(readdirSync(folder).filter((name) => name.startsWith('tour'))).toEqual([...files, 'tour.html']);
  expect(readFileSync(join(folder, 'tour-ant.svg'), 'utf8')).toBe('tour ant');
  // One script for the pages of all notebooks.
  expect(readdirSync(folder).filter((name) => name.endsWith('.js'))).toEqual(['plotly.js']);
  const page = readFileSync(join(folder, 'tour.html'), 'utf8');
  expect(page.indexOf('About zebra.')).toBeLessThan(page.indexOf('About ant.'));
  expect(page.indexOf('About zebra.')).toBeGreaterThan(0);
});

it('replaces what an earlier run of the same notebook left, and touches no other’s', async () => {
  await publish('tour', ['old', 'both']);
  await publish('data', ['words']);
  await publish('tour', ['both', 'new']);
  expect(await published()).toEqual(['data-words', 'tour-both', 'tour-new']);
  expect(existsSync(join(folder, 'tour-old.png'))).toBe(false);
  expect(readFileSync(join(folder, 'tour.html'), 'utf8')).not.toContain('About old.');
  await publish('tour', []);
  expect(await published()).toEqual(['data-words']);
  expect(existsSync(join(folder, 'tour.html'))).toBe(false);
});

it('refuses two notebooks that would write one file, before it changes anything', async () => {
  await publish('few', ['shot-curve']);
  const before = readdirSync(folder);
  await expect(publish('few-shot', ['curve'])).rejects.toThrow(
    '"few-shot" and "few" both make a figure few-shot-curve',
  );
  expect(readdirSync(folder)).toEqual(before);
  expect(await published()).toEqual(['few-shot-curve']);
});

it('finds nothing where there is no folder', async () => {
  expect(await readPublished(join(folder, 'absent'))).toEqual([]);
});

it('notebooks that are published at once, one of them twice, are all there, whole', async () => {
  await publish('tour', ['old']);
  const names = ['data', 'probe', 'zoo', 'tour', 'tour'];
  await Promise.all(names.map((notebook) => publish(notebook, ['one', 'two'])));
  const notebooks = ['data', 'probe', 'tour', 'zoo'];
  expect(await published()).toEqual(notebooks.flatMap((notebook) => [`${notebook}-one`, `${notebook}-two`]));
  for (const notebook of notebooks)
    expect(readFileSync(join(folder, `${notebook}-two.svg`), 'utf8')).toBe(`${notebook} two`);
});
