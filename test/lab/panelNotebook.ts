import { readFileSync } from 'node:fs';
import type { Notebook } from '../../lib/kernel/notebook.js';

const sourceOf = ({ source }: { source: string | readonly string[] }): string => [source].flat().join('');

/** The first code cell of a committed notebook and the one that holds `marker`, its panel's, as they are and without outputs. */
export function panelNotebook(name: string, marker: string): Notebook {
  const notebook = JSON.parse(readFileSync(`notebooks/${name}.ipynb`, 'utf8')) as Notebook;
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  const cells = [code[0]!, code.find((cell) => sourceOf(cell).includes(marker))!];
  return { ...notebook, cells: cells.map((cell) => ({ ...cell, outputs: [] })) };
}
