import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { cacheDirectory, dataDirectory, projectRoot } from '../../lib/io/projectPaths.js';
import type * as projectPaths from '../../lib/io/projectPaths.js';
import { sitePackage, virtualEnvironment } from '../../lib/io/virtualEnvironment.js';

afterEach(() => vi.unstubAllEnvs());

it('finds the checkout from source, whatever folder the process is in', () => {
  expect(existsSync(join(projectRoot(), 'lib', 'index.ts'))).toBe(true);
  expect(dataDirectory()).toBe(join(projectRoot(), 'data'));
});

it('keeps what can be made again in the checkout, or where CLIPLAB_CACHE says', () => {
  vi.stubEnv('CLIPLAB_CACHE', undefined);
  expect(cacheDirectory()).toBe(join(projectRoot(), '.cache'));
  vi.stubEnv('CLIPLAB_CACHE', 'some/where');
  expect(cacheDirectory()).toBe(resolve('some/where'));
  expect(isAbsolute(cacheDirectory())).toBe(true);
});

it('has Python in the checkout, or where CLIPLAB_VENV says', () => {
  vi.stubEnv('CLIPLAB_VENV', undefined);
  expect(virtualEnvironment()).toBe(join(projectRoot(), '.venv'));
  vi.stubEnv('CLIPLAB_VENV', '/no/such/environment');
  expect(virtualEnvironment()).toBe(resolve('/no/such/environment'));
  expect(sitePackage('kaleido')).toBeUndefined();
});

it('as npm installs it, its data is its own and its cache the user’s, whatever lies in the folders above', async () => {
  const place = mkdtempSync(join(tmpdir(), 'cliplab installed '));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const home = join(place, 'node_modules', 'cliplab');
  cpSync(join(projectRoot(), 'lib', 'dist', 'io'), join(home, 'dist', 'io'), { recursive: true });
  cpSync(join(projectRoot(), 'lib', 'package.json'), join(home, 'package.json'));
  for (const folder of [join(home, 'data'), join(place, 'data'), join(place, 'notebooks')]) mkdirSync(folder);
  const file = pathToFileURL(join(home, 'dist', 'io', 'projectPaths.js')).href;
  const own = (await import(file)) as typeof projectPaths;
  expect([own.isInstalledPackage(), own.projectRoot(), own.dataDirectory()]).toEqual([true, home, join(home, 'data')]);
  vi.stubEnv('CLIPLAB_CACHE', undefined);
  vi.stubEnv('XDG_CACHE_HOME', '/caches');
  expect(own.cacheDirectory()).toBe(resolve('/caches/cliplab'));
  vi.stubEnv('XDG_CACHE_HOME', '');
  expect(own.cacheDirectory()).toMatch(/^.*\/(\.cache|Library\/Caches)\/cliplab$/);
  vi.stubEnv('CLIPLAB_CACHE', '/chosen');
  expect(own.cacheDirectory()).toBe(resolve('/chosen'));
});
