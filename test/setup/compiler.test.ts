import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { findCompiler } from '../../lib/setup/compiler.mjs';
import { CommandFailed } from '../../lib/setup/runQuietly.mjs';
import { projectFolders } from '../../scripts/setup/projectFolders.mjs';
import { hasTensorflowWheel, tensorflowWheel } from '../../lib/setup/tensorflowWheel.mjs';
import { needs } from '../fixtures/needs.js';
import { sandbox } from '../scripts/sandbox.js';

afterEach(() => vi.unstubAllEnvs());

/** A folder with an empty program of each name, as the path. */
function pathWith(...names: string[]): string {
  const folder = join(sandbox(), 'bin');
  mkdirSync(folder);
  for (const name of names) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** What pip would do, and what was asked of it. */
function fakePip(): { asked: string[][]; exec: (program: string, args: readonly string[]) => Promise<void> } {
  const asked: string[][] = [];
  return {
    asked,
    exec: async (_program, args) => {
      asked.push([...args]);
      const target = args[args.indexOf('--target') + 1]!;
      mkdirSync(join(target, 'ziglang'));
      writeFileSync(join(target, 'ziglang', 'zig'), '');
      await Promise.resolve();
    },
  };
}

it('CXX comes first, then what the path has', async () => {
  const folders = projectFolders(sandbox());
  const context = { ...fakePip(), showing: () => undefined };
  vi.stubEnv('CXX', '');
  vi.stubEnv('PATH', pathWith('clang++', 'c++'));
  expect((await findCompiler(folders, context)).program).toMatch(/clang\+\+$/);
  vi.stubEnv('CXX', '/opt/mine');
  expect(await findCompiler(folders, context)).toEqual({ program: '/opt/mine', args: [] });
  expect(context.asked).toEqual([]);
});

it('without one Zig is fetched, once, by hash', needs(process.platform === 'linux', 'Linux'), async () => {
  const folders = projectFolders(sandbox());
  const context = { ...fakePip(), showing: () => undefined };
  vi.stubEnv('CXX', '');
  vi.stubEnv('PATH', pathWith('cc'));
  const first = await findCompiler(folders, context);
  expect(first.program).toContain(join(folders.cache, 'zig'));
  expect(first.args).toEqual(['c++']);
  expect(await findCompiler(folders, context)).toMatchObject({ program: first.program });
  expect(context.asked).toHaveLength(1);
  expect(context.asked[0]).toContain('--require-hashes');
});

it(
  'where it cannot be fetched either, that is what is said',
  needs(process.platform === 'linux', 'Linux'),
  async () => {
    const folders = projectFolders(sandbox());
    const logFile = join(sandbox(), 'log');
    writeFileSync(logFile, 'no route to host');
    const exec = () => Promise.reject(new CommandFailed('pip', 'exit code 1', logFile));
    vi.stubEnv('CXX', '');
    vi.stubEnv('PATH', pathWith('cc'));
    const found = findCompiler(folders, { exec, showing: () => undefined });
    await expect(found).rejects.toMatchObject({ details: 'no route to host', logFile });
    await expect(found).rejects.toThrow(
      /^There is no C\+\+ compiler here, and none could be fetched .*apt install g\+\+/,
    );
  },
);

it('TensorFlow with CUDA is a wheel of its own; a machine without one has WebAssembly', () => {
  expect(tensorflowWheel('linux-x64-cuda').project).toBe('tensorflow');
  expect(tensorflowWheel('linux-x64').project).toBe('tensorflow-cpu');
  expect(hasTensorflowWheel('sunos-sparc')).toBe(false);
});
