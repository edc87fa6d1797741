import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexGroups } from '../../scripts/docs/indexGroups.mjs';
import { codeCells, textOf, type Notebook } from '../../lib/kernel/notebook.js';
import { publicExports } from './publicExports.js';

const exported = publicExports();
const groups = indexGroups('lib/index.ts');

/** Code of README and of all notebooks. */
const shown = [
  ...[...readFileSync('README.md', 'utf8').matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!),
  ...readdirSync('notebooks')
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => JSON.parse(readFileSync(join('notebooks', name), 'utf8')) as Notebook)
    .flatMap((notebook) => codeCells(notebook).map(({ source }) => textOf(source))),
].join('\n');

const names = (code: string, name: string): boolean => new RegExp(`(?<![\\w.'"-])${name}\\b(?!['"-])`).test(code);

describe('lib/index.ts', () => {
  it('has its exports in groups, each with a title of its own and a sentence', () => {
    const titles = groups.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { title, sentence, names: members } of groups) {
      expect([title, sentence], 'a sentence').toEqual([title, expect.stringMatching(/^[A-Z].{20,}\.$/)]);
      expect([title, members.length], 'members').toEqual([title, expect.toSatisfy((count: number) => count > 0)]);
    }
    expect(groups.flatMap((group) => group.names).sort()).toEqual(exported.map(({ name }) => name).sort());
  });

  it('exports no value that neither a notebook, nor README, nor an example shows', () => {
    const values = exported.filter(({ kind }) => kind !== 'type');
    const examples = exported.flatMap((one) => one.examples.map(({ code }) => code)).join('\n');
    const unreached = values.filter(({ name }) => !names(shown, name) && !names(examples, name));
    expect(unreached.map(({ name, file }) => `${name} of ${file}`)).toEqual([]);
  });
});
