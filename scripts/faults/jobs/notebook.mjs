import { mkdirSync, existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishFigures } from '../../../lib/dist/figures/export/figureFiles.js';
import { withFileLock } from '../../../lib/dist/io/withFileLock.js';
import { executeNotebook } from '../../../lib/dist/kernel/executeNotebook.js';

const SOURCES = [
  "import { accuracyFigure, recordClaim, show } from 'cliplab';",
  "await show(accuracyFigure([{ task: 'flags', method: 'zero-shot', accuracy: 0.25, low: 0.2, high: 0.3 }], { name: 'one' }));",
  '1 + 1',
];
const NOTEBOOK = {
  cells: SOURCES.map((source, k) => ({
    cell_type: 'code',
    execution_count: null,
    id: `cell-${k}`,
    metadata: {},
    outputs: [],
    source,
  })),
  metadata: { kernelspec: { display_name: 'TypeScript (cliplab)', language: 'typescript', name: 'cliplab' } },
  nbformat: 4,
  nbformat_minor: 5,
};

/** A notebook run through JupyterLab's own runner and the kernel, with its figure, as `npm run figures` does it. */
export default async function prepare() {
  return async (/** @type {string} */ folder) => {
    const [path, working] = [join(folder, 'small.ipynb'), join(folder, '.working')];
    mkdirSync(folder, { recursive: true });
    await withFileLock(join(folder, 'small.lock'), async ({ fd }) => {
      if (!existsSync(path)) writeFileSync(path, JSON.stringify(NOTEBOOK));
      await rm(working, { recursive: true, force: true });
      mkdirSync(join(working, 'figures'), { recursive: true });
      const failure = await executeNotebook(path, { folder: working, lock: fd, onCell: () => undefined });
      if (failure) throw new Error(`${failure.ename}: ${failure.evalue}`);
      await publishFigures('small', join(working, 'figures'), join(folder, 'figures'));
      await rm(working, { recursive: true, force: true });
    });
  };
}
