import { join } from 'node:path';

/**
 * The environment of a job: Jupyter keeps its files in the checkout, so that the home folder may be read-only and a
 * user's own Jupyter neither changes ours nor is changed by it.
 * @param {import('./projectFolders.mjs').Folders} folders
 * @returns {NodeJS.ProcessEnv}
 */
export function jobEnvironment({ state, cache }) {
  const jupyter = join(state, 'jupyter');
  return {
    ...process.env,
    // A notebook runs in its own folder, where a relative path would mean another place.
    ...(process.env['CLIPLAB_CACHE'] !== undefined && { CLIPLAB_CACHE: cache }),
    JUPYTER_CONFIG_DIR: join(jupyter, 'config'),
    JUPYTER_DATA_DIR: join(jupyter, 'data'),
    JUPYTER_RUNTIME_DIR: join(jupyter, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, 'workspaces'),
    IPYTHONDIR: join(jupyter, 'ipython'),
  };
}
