#!/usr/bin/env node
// npm links a package's commands when it installs, which is before dist is compiled; so the command is this file.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

try {
  await import('../dist/cli/main.js');
} catch (error) {
  // Not compiled, or compiled and without the packages that it imports.
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  const checkout = dirname(dirname(dirname(realpathSync(fileURLToPath(import.meta.url)))));
  process.stderr.write(`cliplab: ${checkout} is not set up: run "npm run setup" there.\n`);
  process.exitCode = 1;
}
