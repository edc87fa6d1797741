#!/usr/bin/env node
// npm links a package's commands when it installs, which is before dist is compiled; so the command is this file.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

try {
  await import('../dist/cli/main.js');
} catch (error) {
  // Not compiled, or compiled and without the packages that it imports.
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  const home = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
  const sentence = existsSync(join(home, 'data'))
    ? `${home} lacks a part of what it needs: install cliplab again.`
    : `${dirname(home)} is not set up: run "npm run setup" there.`;
  process.stderr.write(`cliplab: ${sentence}\n`);
  process.exitCode = 1;
}
