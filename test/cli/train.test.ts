import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerTrain } from '../../lib/cli/train.js';
import { findRecipe } from '../../lib/train/recipes.js';

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

it('takes a recipe from a file, one of two, and trains on what it is told', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'cliplab recipe ')), 'own.json');
  await writeFile(path, JSON.stringify({ ...findRecipe('lab-live'), name: 'own', steps: 0 }));
  await expect(run('--recipe', path)).rejects.toThrow(`${path}: the recipe's steps is 0`);
  await expect(run('mini-rn', '--recipe', path)).rejects.toThrow('give one of them');
  await expect(run('mini-rn', '--data', 'flags')).rejects.toThrow('--data flags is none of iconwit, suite');
});
