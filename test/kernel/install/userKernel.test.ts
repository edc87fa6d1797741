import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installKernel, type KernelSource, uninstallKernel } from '../../../lib/kernel/install/userKernel.js';

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** An empty folder of Jupyter's, and what is to be put into it. */
function user(): { jupyter: string; elsewhere: string; source: KernelSource; files: () => string[] } {
  const place = mkdtempSync(join(tmpdir(), 'cliplab jupyter '));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const frontEnds = join(place, 'front ends');
  for (const name of [
    'labextensions/anywidget',
    'labextensions/@jupyter-widgets/jupyterlab-manager',
    'labextensions/jupyterlab-plotly',
    'nbextensions/anywidget',
  ])
    write(join(frontEnds, name, 'static', 'index.js'), `ours: ${name}`);
  const startScript = join(place, 'start.mjs');
  write(startScript, 'start');
  const jupyter = join(place, 'jupyter');
  return {
    jupyter,
    elsewhere: join(place, 'elsewhere'),
    source: { home: '/home/ada/cliplab', frontEnds, figuresExtension: { 'package.json': '{}' }, startScript },
    files: () =>
      existsSync(jupyter)
        ? readdirSync(jupyter, { withFileTypes: true, recursive: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(jupyter.length + 1))
            .sort()
        : [],
  };
}

const WHOLE = [
  'kernels/cliplab/installed.json',
  'kernels/cliplab/kernel.json',
  'kernels/cliplab/startKernel.mjs',
  'labextensions/@jupyter-widgets/jupyterlab-manager/static/index.js',
  'labextensions/anywidget/static/index.js',
  'labextensions/cliplab-figures/package.json',
  'labextensions/jupyterlab-plotly/static/index.js',
  'nbextensions/anywidget/static/index.js',
];

test('the kernel and its front ends are put into Jupyter’s folder, and nothing is left when they are taken away', async () => {
  const { jupyter, source, files } = user();
  const { folder, kept } = await installKernel(jupyter, source);
  expect(kept).toEqual([]);
  expect(files()).toEqual(WHOLE);
  expect(JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'))).toEqual({
    argv: [process.execPath, join(folder, 'startKernel.mjs'), '/home/ada/cliplab', '{connection_file}'],
    display_name: 'TypeScript (cliplab)',
    language: 'typescript',
  });
  expect(await uninstallKernel(jupyter)).toBe(folder);
  expect(readdirSync(jupyter)).toEqual([]);
});

test('installed again, it is of the package that did so last, and all of it goes', async () => {
  const { jupyter, source, files } = user();
  await installKernel(jupyter, source);
  const { folder, kept } = await installKernel(jupyter, { ...source, home: '/home/ada/newer' });
  expect(kept).toEqual([]);
  expect(readFileSync(join(folder, 'kernel.json'), 'utf8')).toContain('/home/ada/newer');
  await uninstallKernel(jupyter);
  expect(files()).toEqual([]);
});

test('front ends and kernels of others stay as they are, and one that Jupyter finds elsewhere is not put above it', async () => {
  const { jupyter, elsewhere, source, files } = user();
  const others = ['labextensions/anywidget/static/index.js', 'kernels/other/kernel.json'];
  for (const path of others) write(join(jupyter, path), 'theirs');
  write(join(elsewhere, 'labextensions/jupyterlab-plotly/package.json'), '{}');
  const { kept } = await installKernel(jupyter, source, [elsewhere]);
  expect(kept).toEqual(['labextensions/anywidget', 'labextensions/jupyterlab-plotly']);
  expect(readFileSync(join(jupyter, others[0]!), 'utf8')).toBe('theirs');
  expect(existsSync(join(jupyter, 'labextensions/jupyterlab-plotly'))).toBe(false);
  // Its own front ends, which are there by now, are still its own.
  await installKernel(jupyter, source, [elsewhere, jupyter]);
  await uninstallKernel(jupyter);
  expect(files()).toEqual([...others].sort());
});

test('what was killed half-way is put in place or taken away by the next command', async () => {
  for (const next of [installKernel, uninstallKernel]) {
    const { jupyter, source, files } = user();
    rmSync(join(source.frontEnds, 'nbextensions'), { recursive: true });
    await expect(installKernel(jupyter, source)).rejects.toThrow();
    expect(files()).not.toContain('kernels/cliplab/kernel.json');
    write(join(source.frontEnds, 'nbextensions/anywidget/static/index.js'), 'ours');
    await next(jupyter, source);
    expect(files()).toEqual(next === installKernel ? WHOLE : []);
  }
});

test('a kernel that somebody else gave the name is not touched, and where there is none a sentence says so', async () => {
  const { jupyter, source, files } = user();
  await expect(uninstallKernel(jupyter)).rejects.toThrow(`There is no kernel of cliplab in ${jupyter}: `);
  write(join(jupyter, 'kernels/cliplab/kernel.json'), '{}');
  await expect(installKernel(jupyter, source)).rejects.toThrow('did not make: move it away first.');
  await expect(uninstallKernel(jupyter)).rejects.toThrow(/^There is no kernel/);
  expect(files()).toEqual(['kernels/cliplab/kernel.json']);
});

test('a damaged record removes the kernel alone', async () => {
  const { jupyter, source, files } = user();
  await installKernel(jupyter, source);
  write(join(jupyter, 'kernels/cliplab/installed.json'), '{"frontEnds": ["..", "labextensions/anywidget"]}');
  await uninstallKernel(jupyter);
  expect(files()).toEqual(
    WHOLE.filter((path) => !path.startsWith('kernels/') && !path.startsWith('labextensions/anywidget')),
  );
});
