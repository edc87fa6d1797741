import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { jupyterFolder } from '../../../lib/kernel/install/jupyterFolder.js';

afterEach(() => vi.unstubAllEnvs());

test('it is the folder of a prefix, or the one that Jupyter takes for its user', () => {
  expect(jupyterFolder('env')).toBe(resolve('env/share/jupyter'));
  vi.stubEnv('JUPYTER_DATA_DIR', '/some/where');
  expect(jupyterFolder()).toBe('/some/where');
  vi.stubEnv('JUPYTER_DATA_DIR', '');
  vi.stubEnv('XDG_DATA_HOME', '/data');
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  expect(jupyterFolder()).toBe('/data/jupyter');
  vi.stubEnv('XDG_DATA_HOME', '');
  expect(jupyterFolder()).toBe(join(homedir(), '.local/share/jupyter'));
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  expect(jupyterFolder()).toBe(join(homedir(), 'Library/Jupyter'));
  vi.restoreAllMocks();
});
