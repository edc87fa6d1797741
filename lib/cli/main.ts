#!/usr/bin/env node
import { Command } from 'commander';
import { UserError } from '../io/userError.js';

const program = new Command('cliplab').description('CLIP, rebuilt and re-run end to end.');

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`cliplab: ${error.message}\n`);
  process.exitCode = 1;
}
