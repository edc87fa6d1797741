import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { environmentPath } from '../../io/environmentPath.js';

/**
 * Where Jupyter looks for kernels and extensions: in the user's own data, as `jupyter --data-dir` says, or below a
 * prefix, such as the folder of a Python environment.
 */
export function jupyterFolder(prefix?: string): string {
  if (prefix !== undefined) return join(resolve(prefix), 'share', 'jupyter');
  const chosen = environmentPath('JUPYTER_DATA_DIR');
  if (chosen !== undefined) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  return join(environmentPath('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share'), 'jupyter');
}
