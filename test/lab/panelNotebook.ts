import { readFileSync } from 'node:fs';
import type { Notebook, NotebookCell } from '../../lib/kernel/notebook.js';

const sourceOf = ({ source }: { source: string | readonly string[] }): string => [source].flat().join('');

function codeOf(name: string): { notebook: Notebook; code: NotebookCell[] } {
  const notebook = JSON.parse(readFileSync(`notebooks/${name}.ipynb`, 'utf8')) as Notebook;
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code').map((cell) => ({ ...cell, outputs: [] }));
  return { notebook, code };
}

/**
 * The first code cell of a committed notebook and the one that holds `marker`, its panel's, as they are and without
 * outputs.
 */
export function panelNotebook(name: string, marker: string): Notebook {
  const { notebook, code } = codeOf(name);
  return { ...notebook, cells: [code[0]!, code.find((cell) => sourceOf(cell).includes(marker))!] };
}

/**
 * All code cells of a committed notebook up to the one that holds `marker`, without outputs, and with other constants
 * in the first: `{ SHOTS: '[1, 2]' }`. Cells that record a claim are left out, for the ledger is of the notebook as it
 * is.
 */
export function notebookUpTo(name: string, marker: string, constants: Readonly<Record<string, string>>): Notebook {
  const { notebook, code: all } = codeOf(name);
  const code = all.filter((cell) => !sourceOf(cell).includes('recordClaim({'));
  const last = code.findIndex((cell, k) => k > 0 && sourceOf(cell).includes(marker));
  let first = sourceOf(code[0]!);
  for (const [constant, value] of Object.entries(constants)) {
    const line = new RegExp(`^const ${constant}\\b(.*?) = [^;\\n]*;`, 'm');
    if (!line.test(first)) throw new Error(`${name} has no constant ${constant} in its first cell`);
    first = first.replace(line, `const ${constant}$1 = ${value};`);
  }
  return { ...notebook, cells: [{ ...code[0]!, source: first }, ...code.slice(1, last + 1)] };
}
