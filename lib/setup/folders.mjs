/**
 * Where everything lies that set-up looks at or makes, in a checkout or around the installed package.
 * @typedef {object} Folders
 * @property {string} root the checkout, or the installed package
 * @property {string} state what belongs to this checkout alone: lock, logs, Jupyter's own files; of the installed
 *   package, the cache
 * @property {string} logs one log a set-up step
 * @property {string} cache what can be made again and may be shared: `CLIPLAB_CACHE`, or `.cache` of the checkout, or
 *   the user's cache
 * @property {string} lib the package
 * @property {string} dist the compiled package
 * @property {string} venv Python's packages
 * @property {string} requirements the file that pins those
 * @property {readonly string[]} packageFiles files below `venv` that are there if its packages are
 * @property {string} command what the user types to set up
 */

export {};
