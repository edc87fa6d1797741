#!/usr/bin/env node
/**
 * `node scripts/check_notebooks.mjs [NOTEBOOK...]`: type-checks the cells of the notebooks (all of notebooks/ by
 * default) against the compiled lib, with the kernel's own compiler. Prints `notebook:cell:line:column message` for
 * each problem; exit code 1 if any.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endPlainly } from './setup/endPlainly.mjs';
import { hasBuild } from './setup/libBuild.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { SetupError } from '../lib/setup/setupError.mjs';

endPlainly();
if (!hasBuild(projectFolders()))
  throw new SetupError('lib is not compiled, and its kernel checks: run `npm run setup`.');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'notebooks');
const all = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ipynb')) : [];
const named = process.argv.slice(2).map((path) => resolve(path));
const paths = named.length > 0 ? named : all.sort().map((name) => join(folder, name));

/** @param {string} file */
const compiled = (file) => import(pathToFileURL(join(root, 'lib', 'dist', 'kernel', file)).href);
const [{ createConverter }, { checkCells }] = await Promise.all([compiled('tslab.js'), compiled('checkCells.js')]);

/** One for the notebooks of a folder: it reads the types of lib and of Node once. */
let converter;
let problems = 0;
for (const path of paths) {
  if (!existsSync(path)) throw new SetupError(`There is no notebook ${path}: give the path of one, or none for all.`);
  if (converter === undefined || dirname(path) !== process.cwd()) {
    converter?.close();
    process.chdir(dirname(path)); // the compiler resolves imports from where it starts, as a kernel does
    converter = createConverter();
  }
  for (const { cell, line, column, message } of checkCells(JSON.parse(readFileSync(path, 'utf8')), converter)) {
    problems++;
    console.log(`${basename(path)}:${cell}:${line}:${column} ${message}`);
  }
}
converter?.close();
console.log(
  `${paths.length} notebook${paths.length === 1 ? '' : 's'} checked, ${problems} problem${problems === 1 ? '' : 's'}`,
);
process.exitCode = problems > 0 ? 1 : 0;
