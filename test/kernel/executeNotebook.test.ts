import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { executeNotebook } from '../../lib/kernel/executeNotebook.js';
import type { Notebook } from '../../lib/kernel/notebook.js';
import { needs } from '../fixtures/needs.js';
import { notebookFolder } from './kernelClient.js';

// Through nbclient and the real kernel, as `npm run figures` does.
const { folder, remove } = notebookFolder();
afterAll(remove);

function write(name: string, cells: readonly string[]): string {
  const path = join(folder, name);
  const notebook: Notebook = {
    cells: cells.map((source) => ({ cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null })),
    metadata: { kernelspec: { display_name: 'TypeScript (cliplab)', language: 'typescript', name: 'cliplab' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(path, JSON.stringify(notebook));
  return path;
}

/** An empty folder for one run. */
function working(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** Whether a process runs; one that has ended and that nobody asked about does not. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

const FIGURE = `const bars = (n: number): Figure => ({
  kind: 'figure', name: 'bars', caption: \`\${n} bars\`, data: [{ type: 'bar', y: Array.from({ length: n }, (_, k) => k) }],
  layout: { width: 200, height: 100 }, table: [{ n }],
});`;

describe('executeNotebook', () => {
  it('writes the same bytes each time, widgets, progress and paths included', async () => {
    const path = write('stable.ipynb', [
      "import { breathe, createWidget, fillTemplate, interactive, slider, type Figure } from 'cliplab';",
      FIGURE,
      'await interactive({ n: slider({ min: 1, max: 9, value: 2 }) }, ({ n }) => bars(n));',
      "createWidget({ esm: 'export default {}', state: {} })",
      'console.log(process.cwd()); await breathe();',
    ]);
    const begun: number[] = [];
    expect(
      await executeNotebook(path, { folder: working('first'), onCell: (index) => begun.push(index) }),
    ).toBeUndefined();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    const once = readFileSync(path, 'utf8');
    expect(await executeNotebook(path, { folder: working('second'), onCell: () => undefined })).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(once);

    const { cells } = JSON.parse(once) as Notebook;
    const panel = cells[2]?.outputs ?? [];
    expect(panel.map(({ data }) => Object.keys(data ?? {}))).toEqual([
      ['text/html', 'text/plain'],
      ['application/vnd.plotly.v1+json', 'image/png', 'text/plain'],
    ]);
    expect(once).not.toContain('model_id');
    expect(cells[4]?.outputs?.[0]?.text).toEqual([expect.stringMatching(/^\.cache\/test notebooks\/in \w+\n$/)]);
    expect(readdirSync(join(folder, 'second', 'figures')).sort()).toEqual([
      'bars.csv',
      'bars.json',
      'bars.png',
      'bars.svg',
    ]);
  });

  it('says which cell failed and why, and leaves the notebook as it was', async () => {
    const path = write('fails.ipynb', ["const two = 2;\n'fine'", '\nthrow new RangeError(`not ${two}`);', "'never'"]);
    const before = readFileSync(path, 'utf8');
    const failure = await executeNotebook(path, { folder: working('third'), onCell: () => undefined });
    expect(failure).toMatchObject({
      index: 1,
      ename: 'RangeError',
      evalue: 'not 2',
      source: '\nthrow new RangeError(`not ${two}`);',
    });
    expect(stripVTControlCharacters(failure?.traceback.join('\n') ?? '')).toContain('at cell 2, line 2');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it(
    'says that the disk is full, and leaves the notebook as it was',
    needs(existsSync('/dev/full'), '/dev/full'),
    async () => {
      const path = write('full.ipynb', ["'large'"]);
      const before = readFileSync(path, 'utf8');
      const full = working('full');
      symlinkSync('/dev/full', join(full, 'executed.ipynb'));
      await expect(executeNotebook(path, { folder: full, onCell: () => undefined })).rejects.toThrow(
        /the disk is full; make room/,
      );
      expect(readFileSync(path, 'utf8')).toBe(before);
    },
  );

  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'leaves no kernel behind when it is ended by %s, though a cell never pauses',
    async (signal) => {
      const pidFile = join(folder, `${signal}.pid`);
      const path = write(`${signal}.ipynb`, [
        `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(pidFile)}, String(process.pid));\nawait null;\nfor (;;);`,
      ]);
      const script = `const { executeNotebook } = await import(${JSON.stringify(pathToFileURL(join(projectRoot(), 'lib', 'dist', 'kernel', 'executeNotebook.js')).href)});
        await executeNotebook(${JSON.stringify(path)}, { folder: ${JSON.stringify(working(signal))}, onCell: () => undefined });`;
      const runner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
      await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '').toBe(true);
      const kernel = Number(readFileSync(pidFile, 'utf8'));
      expect(isRunning(kernel)).toBe(true);
      runner.kill(signal);
      await expect.poll(() => isRunning(kernel)).toBe(false);
    },
  );

  it('says that the kernel ended where it did', async () => {
    const path = write('ends.ipynb', ['process.exit(3);']);
    const failure = await executeNotebook(path, { folder: working('fourth'), onCell: () => undefined });
    expect(failure).toMatchObject({ index: 0, ename: 'DeadKernelError', source: 'process.exit(3);' });
    expect(existsSync(join(folder, 'fourth', 'executed.ipynb'))).toBe(false);
  });
});
