import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/io/projectPaths.js';

/** The command as npm links it. */
export const CLI = join(projectRoot(), 'lib', 'bin', 'cliplab.mjs');

export interface Ended {
  /** What a shell would show as `$?`. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** A shell's redirections, such as `> /dev/full`. */
  readonly into?: string;
  /** As a user who owns nothing; only root can. */
  readonly asNobody?: boolean;
}

/** An empty folder that everyone may use. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'cliplab cli '));
  chmodSync(made, 0o777);
  return made;
}

/** Runs a command line as a process of its own, to its end. */
export function cli(
  args: readonly string[],
  { env = {}, into = '', asNobody = false }: CliOptions = {},
): Promise<Ended> {
  const command = `"$0" "$@" ${into}`;
  const user = asNobody ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [program, ...rest] = [...user, process.execPath, CLI, ...args] as [string, ...string[]];
  const child = spawn('bash', ['-c', command, program, ...rest], {
    env: { ...process.env, CLIPLAB_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code!, ...texts })));
}

/** Whether this process may become a user who owns nothing, and that user may read the checkout. */
export const canBeNobody = ((): boolean => {
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  return (
    process.getuid?.() === 0 &&
    spawnSync('setpriv', [...nobody, process.execPath, '-e', `require('fs').accessSync(${JSON.stringify(CLI)})`])
      .status === 0
  );
})();
