import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexGroups } from '../../scripts/docs/indexGroups.mjs';
import { codeCells, textOf, type Notebook } from '../../lib/kernel/notebook.js';
import { type Example, publicExports } from './publicExports.js';
import { typeCheck } from './typeCheck.js';

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

/** The TypeScript blocks of a Markdown file. */
function blocksOf(file: string): Example[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1]!,
  }));
}

it('every public function has an example', () => {
  const without = exported.filter(({ kind, examples }) => kind === 'function' && examples.length === 0);
  expect(without.map(({ name, file, line }) => `${file}:${line}: ${name}`)).toEqual([]);
});

it('every export says what it is', () => {
  const silent = exported.filter(({ description }) => description === '');
  const ours = silent.filter(({ file }) => file.startsWith('lib/'));
  expect(ours.map(({ name, file, line }) => `${file}:${line}: ${name}`)).toEqual([]);
});

describe('the examples, and those of README', () => {
  const WRONG: Example = {
    file: 'lib/made/up.ts',
    line: 7,
    code: 'const clip = await loadModel();\nshow(clip.modell);',
  };
  let faults: string[];
  beforeAll(() => {
    const all = [...exported.flatMap(({ examples }) => examples), ...blocksOf('README.md'), WRONG];
    faults = typeCheck(all, exported);
  });

  it('are right by their types', () => {
    expect(faults.filter((fault) => !fault.startsWith(WRONG.file))).toEqual([]);
  });

  it('a wrong one is found where it stands', () => {
    expect(faults.filter((fault) => fault.startsWith(WRONG.file))).toEqual([
      expect.stringMatching(/^lib\/made\/up\.ts:8: .*modell/),
    ]);
  });
});
