import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/io/projectPaths.js';

/** The project's own files of code below a folder, by path from its root. */
function codeFiles(folder: string): string[] {
  return readdirSync(join(projectRoot(), folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(?:dist|node_modules|\..*)$/.test(entry.name) ? [] : codeFiles(path);
    return /\.(?:ts|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

/** What each file says, as words. */
const words = new Map(
  ['lib', 'scripts', 'test'].flatMap(codeFiles).map((path): [string, Set<string>] => {
    const text = readFileSync(join(projectRoot(), path), 'utf8');
    return [path, new Set(text.match(/[A-Za-z_$][\w$]*/g))];
  }),
);

/** The functions, classes and constants that a file exports. */
function exportedValues(path: string): string[] {
  const text = readFileSync(join(projectRoot(), path), 'utf8');
  const declared = text.matchAll(/^export (?:async )?(?:function\*?|class|const|let) ([A-Za-z_$][\w$]*)/gm);
  return Array.from(declared, ([, name]) => name!);
}

it('no function, class or constant is exported that no other file names', () => {
  const found = [...words.keys()]
    .filter((path) => /^lib\/.*\.ts$/.test(path))
    .flatMap((path) =>
      exportedValues(path)
        .filter((name) => ![...words].some(([other, said]) => other !== path && said.has(name)))
        .map((name) => `${path}: ${name}`),
    );
  expect(found).toEqual([]);
});
