import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { publicExports, type Example } from './publicExports.js';
import { typeCheck } from './typeCheck.js';

const exported = publicExports();

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

it('the examples, and those of README, are right by their types', () => {
  const all = [...exported.flatMap(({ examples }) => examples), ...blocksOf('README.md')];
  expect(typeCheck(all, exported)).toEqual([]);
});

it('a wrong example is found where it stands', () => {
  const wrong: Example = {
    file: 'lib/made/up.ts',
    line: 7,
    code: 'const clip = await loadModel();\nshow(clip.modell);',
  };
  expect(typeCheck([wrong], exported)).toEqual([expect.stringMatching(/^lib\/made\/up\.ts:8: .*modell/)]);
});
