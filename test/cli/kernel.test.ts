import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder, projectRoot } from '../../lib/io/projectPaths.js';
import { registerKernel } from '../../lib/cli/kernel.js';
import { registerSetup } from '../../lib/cli/setup.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerKernel, registerSetup);

test('the kernel of a checkout goes below a prefix with the front ends of its Python, and away again', async () => {
  const prefix = join(line.cache, 'environment');
  await line.run('kernel', 'install', '--prefix', prefix);
  const folder = join(prefix, 'share', 'jupyter', 'kernels', 'cliplab');
  expect(line.printed).toBe(`The kernel "TypeScript (cliplab)" is in ${folder}.\n`);
  const { argv } = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { argv: string[] };
  expect(argv).toEqual([process.execPath, join(folder, 'startKernel.mjs'), packageFolder(), '{connection_file}']);
  const extensions = join(prefix, 'share', 'jupyter', 'labextensions');
  for (const name of ['anywidget', 'jupyterlab-plotly', '@jupyter-widgets/jupyterlab-manager', 'cliplab-figures'])
    expect(existsSync(join(extensions, name, 'package.json'))).toBe(true);
  line.printed = '';
  await line.run('kernel', 'uninstall', '--prefix', prefix);
  expect(line.printed).toBe(`Removed ${folder}.\n`);
  expect(readdirSync(join(prefix, 'share', 'jupyter'))).toEqual([]);
  await expect(line.run('kernel', 'uninstall', '--prefix', prefix)).rejects.toThrow(
    /^There is no kernel of cliplab in/,
  );
});

test('in a checkout, set-up is npm’s', async () => {
  await expect(line.run('setup')).rejects.toThrow(
    `${projectRoot()} is a checkout of cliplab: run "npm run setup" there.`,
  );
});
