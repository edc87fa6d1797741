import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerTrain } from '../../lib/cli/train.js';

afterEach(() => vi.unstubAllEnvs());

function run(...args: string[]): Promise<unknown> {
  const program = new Command().exitOverride();
  registerTrain(program);
  return program.parseAsync(['train', ...args], { from: 'user' });
}

it('names the recipes there are', async () => {
  await expect(run('maxi')).rejects.toThrow('there is no recipe maxi: give one of mini-rn');
});

it('wants a whole number of steps, and a precision it knows', async () => {
  await expect(run('mini-rn', '--steps', 'many')).rejects.toThrow('--steps many is not a positive whole number');
  await expect(run('mini-rn', '--precision', 'int8')).rejects.toThrow('--precision int8 is none of auto, fp32, bf16');
});

it('without IconWIT, says how to build it', async () => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab empty ')));
  await expect(run('mini-rn', '--folder', await mkdtemp(join(tmpdir(), 'cliplab run ')))).rejects.toThrow(
    /cliplab data build iconwit/,
  );
});
