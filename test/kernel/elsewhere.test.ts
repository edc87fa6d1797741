import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '../../lib/io/projectPaths.js';
import type { Json } from '../../lib/kernel/wireMessage.js';
import { KernelClient, notebookFolder } from './kernelClient.js';

const traceOf = (content: Json): string => stripVTControlCharacters((content['traceback'] as string[]).join('\n'));

it('a notebook outside of the checkout says how to get cliplab', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab elsewhere '));
  const own = await KernelClient.start(process.pid, folder);
  // Of the version that the package itself has: its tables are shown.
  const { version: arquero } = createRequire(join(projectRoot(), 'lib', 'index.ts'))('arquero/package.json') as {
    version: string;
  };
  try {
    for (const code of ["import { show } from 'cliplab';\nshow(1)", "import { from } from 'arquero';\nfrom([])"]) {
      const { content } = (await own.execute(code)).reply;
      expect(content).toMatchObject({ status: 'error', ename: 'CompileError' });
      const install = `npm install "${join(projectRoot(), 'lib')}" arquero@${arquero} in ${folder} and`;
      expect(traceOf(content)).toContain(install);
    }
    // What that installs is a link.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(projectRoot(), 'lib'), join(folder, 'node_modules', 'cliplab'));
  } finally {
    await own.close();
  }
  const again = await KernelClient.start(process.pid, folder);
  try {
    const shown = await again.execute("import { fillTemplate } from 'cliplab';\nfillTemplate('a {c}', 'cat')");
    expect(again.textOf(shown)).toBe('a cat');
  } finally {
    await again.close();
    rmSync(folder, { recursive: true });
  }
});

it('`jupyter run` runs a file', async () => {
  const { folder, remove } = notebookFolder();
  writeFileSync(join(folder, 'sum.ts'), 'const x: number = 41;\nconsole.log(x + 1);\n');
  const jupyter = join(projectRoot(), '.venv', 'bin', 'jupyter');
  const { stdout } = await promisify(execFile)(jupyter, ['run', '--kernel', 'cliplab', 'sum.ts'], { cwd: folder });
  remove();
  expect(stdout).toContain('42');
});
