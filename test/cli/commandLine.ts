import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, vi } from 'vitest';

export interface CommandLine {
  /** The cache of the test that runs, a new one for each. */
  readonly cache: string;
  /** What commands have written to standard output since the test began, or since this was set. */
  printed: string;
  /** Runs a command as from a shell; what is wrong with it is thrown. */
  readonly run: (...args: string[]) => Promise<unknown>;
}

/** The commands that `registers` add, for the tests of a file: each with an empty cache of its own, and quiet. */
export function commandLine(...registers: readonly ((program: Command) => void)[]): CommandLine {
  let cache = '';
  const line = {
    get cache() {
      return cache;
    },
    printed: '',
    run: (...args: string[]) => {
      const quiet = (command: Command): void => {
        command.exitOverride().configureOutput({ writeErr: () => undefined });
        command.commands.forEach(quiet);
      };
      const program = new Command();
      for (const register of registers) register(program);
      quiet(program);
      return program.parseAsync(args, { from: 'user' });
    },
  };
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'cliplab cache '));
    vi.stubEnv('CLIPLAB_CACHE', cache);
    line.printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((line.printed += String(text)), true));
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  return line;
}
