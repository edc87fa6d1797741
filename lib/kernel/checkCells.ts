import { codeCells, type Notebook, textOf } from './notebook.js';
import type { Converter } from './tslab.js';

/** Something wrong in a notebook's code; cells count from 1 as they run, lines and columns from 1. */
export interface CellProblem {
  readonly cell: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const IMPORT = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"])([^'"]+)\1/g;
const ALLOWED = /^(cliplab|arquero|node:.+)$/;

/** A notebook is written against the package's surface; a cell that reaches inside breaks with the next edit. */
function importProblems(cell: number, source: string): CellProblem[] {
  return [...source.matchAll(IMPORT)]
    .filter(([, , name = '']) => !ALLOWED.test(name))
    .map((match) => {
      const before = source.slice(0, match.index).split('\n');
      const message = `notebooks import from cliplab, arquero and node: modules only, not from "${match[2]}"`;
      return { cell, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
    });
}

/**
 * Type-checks the cells in the order in which they run, each seeing what those before it declared, exactly as the
 * kernel does.
 */
export function checkCells(notebook: Notebook, converter: Converter): CellProblem[] {
  let declarations = '';
  return codeCells(notebook).flatMap((code, index) => {
    const cell = index + 1;
    const source = textOf(code.source);
    const converted = converter.convert(declarations, source);
    declarations = converted.declOutput ?? declarations;
    const said = converted.diagnostics.map(({ start, messageText, code: number }) => ({
      cell,
      line: start.line + 1,
      column: start.character + 1,
      message: `${messageText} (TS${number})`,
    }));
    return [...importProblems(cell, source), ...said];
  });
}
