/** What the package takes of Python: what draws widgets, figures and images of figures. */
const NAMES = ['anywidget', 'jupyterlab-widgets', 'kaleido', 'plotly'];

/**
 * The entries of those packages out of the text of a requirements file, each with its hashes.
 * @param {string} lock
 */
export function pinnedLines(lock) {
  const entries = lock.split(/\n(?=\S)/);
  return NAMES.map((name) => {
    const entry = entries.find((text) => text.startsWith(`${name}==`));
    if (entry === undefined) throw new Error(`scripts/requirements.lock pins no ${name}`);
    return entry.trimEnd() + '\n';
  }).join('');
}
