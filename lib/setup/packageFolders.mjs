import { join } from 'node:path';

/**
 * Where everything lies around the package as npm installs it. What is not its own is in a cache that all of the user's
 * projects share.
 * @param {string} root the installed package
 * @param {string} cache
 * @returns {import('./folders.mjs').Folders}
 */
export const packageFolders = (root, cache) => ({
  root,
  state: cache,
  logs: join(cache, 'logs'),
  cache,
  lib: root,
  dist: join(root, 'dist'),
  venv: join(cache, 'python'),
  requirements: join(root, 'setup', 'requirements.txt'),
  packageFiles: ['share/jupyter/labextensions/anywidget/package.json'],
  command: 'npx cliplab setup',
});
