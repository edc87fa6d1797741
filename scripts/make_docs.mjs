#!/usr/bin/env node
/**
 * `node scripts/make_docs.mjs`: makes the reference of all that lib exports (TypeDoc) in figures/api, and links it from
 * figures/index.html. Exit code 1 where the reference would say something wrong: a link to nothing, a type that is not
 * exported.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeReference } from './docs/makeReference.mjs';
import { endPlainly } from './setup/endPlainly.mjs';
import { hasBuild } from './setup/libBuild.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { SetupError } from '../lib/setup/setupError.mjs';

endPlainly();
if (!hasBuild(projectFolders())) throw new SetupError('lib is not compiled: run `npm run setup`.');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const figures = join(root, 'figures');
const made = join(figures, '.working', `api-${process.pid}`);
mkdirSync(dirname(made), { recursive: true });
try {
  await makeReference(root, made);
  const compiled = join(root, 'lib', 'dist', 'figures', 'export', 'publishReference.js');
  const { publishReference } = await import(pathToFileURL(compiled).href);
  console.log(`the reference: ${relative(process.cwd(), await publishReference(made, figures))}`);
} finally {
  rmSync(made, { recursive: true, force: true });
}
