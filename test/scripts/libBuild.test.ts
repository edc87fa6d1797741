import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasBuild, libBuild, staleBuild } from '../../scripts/setup/libBuild.mjs';
import type { Folders } from '../../scripts/setup/projectFolders.mjs';
import { runSteps } from '../../lib/setup/runSteps.mjs';
import { COMPILER_SETTINGS, emptyCheckout, lendCompiler, noLock, silent, write } from './sandbox.js';

/** A checkout whose package is two small modules. */
function checkout(): { folders: Folders; build: () => Promise<void>; output: (name: string) => string } {
  const folders = emptyCheckout();
  lendCompiler(folders);
  write(join(folders.lib, 'one.ts'), 'export const one: number = 1;\n');
  write(join(folders.lib, 'room/two.ts'), "import { one } from '../one.js';\nexport const two = one + one;\n");
  return {
    folders,
    build: () =>
      runSteps([{ ...libBuild(folders), needs: [] }], { logs: folders.logs, reporter: silent, lock: noLock }),
    output: (name) => readFileSync(join(folders.dist, name), 'utf8'),
  };
}

test('a build is fresh until a source, the settings or a part of the build changes', async () => {
  const { folders, build, output } = checkout();
  expect(staleBuild(folders)).toBe('lib is not compiled');
  await build();
  expect(staleBuild(folders)).toBeUndefined();

  write(join(folders.lib, 'one.ts'), 'export const one: number = 111;\n');
  expect(staleBuild(folders)).toBe('lib has changed since it was compiled');
  await build();
  expect(output('one.js')).toContain('111');

  rmSync(join(folders.dist, 'room/two.js'));
  expect(staleBuild(folders)).toBe('a part of the compiled lib is gone');
  await build();
  expect(output('room/two.js')).toContain('one + one');

  write(join(folders.root, 'tsconfig.json'), JSON.stringify(COMPILER_SETTINGS, null, 2));
  expect(staleBuild(folders)).toBe('lib has changed since it was compiled');
});

test('a lib that does not compile says so in the words of the compiler, and the last build stays whole', async () => {
  const { folders, build, output } = checkout();
  await build();
  const before = [output('one.js'), output('one.d.ts'), output('room/two.js')];
  write(join(folders.lib, 'one.ts'), "export const one: number = 'eins';\n");
  await expect(build()).rejects.toMatchObject({
    message: 'lib does not compile: mend what the compiler names and run the command again.',
    details: expect.stringMatching(/lib\/one\.ts\(1,14\): error TS2322/) as string,
  });
  expect([output('one.js'), output('one.d.ts'), output('room/two.js')]).toEqual(before);
  expect(hasBuild(folders)).toBe(true);
  expect(staleBuild(folders)).toBeDefined();

  write(join(folders.lib, 'one.ts'), 'export const one: number = 3;\n');
  await build();
  expect(output('one.js')).toContain('3');
});

test('what was compiled from a source that is gone goes too', async () => {
  const { folders, build } = checkout();
  await build();
  rmSync(join(folders.lib, 'room/two.ts'));
  await build();
  for (const name of ['two.js', 'two.d.ts']) expect(existsSync(join(folders.dist, 'room', name))).toBe(false);
  expect(existsSync(join(folders.dist, 'one.js'))).toBe(true);
});
