import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { cacheDirectory, dataDirectory, projectRoot } from '../../lib/io/projectPaths.js';
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
