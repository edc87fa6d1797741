import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerTrain } from '../../lib/cli/train.js';
import { buildIconWit } from '../../lib/datasets/iconwit/buildIconWit.js';
import { loadPairs } from '../../lib/datasets/iconwit/loadPairs.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { UserError } from '../../lib/io/userError.js';
import { madeUpModules } from '../datasets/iconwit/madeUpIcons.js';

setProgressSink(() => {});
afterEach(() => vi.unstubAllEnvs());

it('a shard that is damaged stops training before it begins, with what was trained before untouched', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'cliplab cache '));
  const build = { cache, modules: await madeUpModules(), workers: 1, shardSize: 4, maxFailedShare: 0.1, bigramBits: 0 };
  const { splits } = await buildIconWit(build);
  const shard = join(cache, 'iconwit', splits.train.shards[0]!.file);
  await truncate(shard, (await readFile(shard)).length - 100);
  const folder = await mkdtemp(join(tmpdir(), 'cliplab run '));
  await writeFile(join(folder, 'step-000100.safetensors'), 'trained before');

  vi.stubEnv('CLIPLAB_CACHE', cache);
  const program = new Command().exitOverride();
  registerTrain(program);
  const out = join(folder, 'out');
  const trained = program.parseAsync(['train', 'mini-rn', '--folder', folder, '--out', out], { from: 'user' });
  await expect(trained).rejects.toThrow(UserError);
  await expect(trained).rejects.toThrow(
    `${shard} is damaged: its bytes are not those of the manifest; run "cliplab data build iconwit", which writes it again.`,
  );
  expect(await readdir(folder)).toEqual(['step-000100.safetensors']);

  await buildIconWit(build);
  expect((await loadPairs({ split: 'train', imageSize: 32, cache })).skipped).toBe(0);
});
