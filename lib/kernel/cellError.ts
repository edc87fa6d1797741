import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { projectRoot } from '../io/projectPaths.js';
import { type CellSources, isCellFrame } from './cellSources.js';
import type { Diagnostic } from './tslab.js';

/** Why a cell failed, as the Jupyter protocol puts it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  /** Lines to print, colours included. */
  readonly traceback: readonly string[];
}

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`;

/** What the type checker said of a cell. */
export function compileError(cell: number, source: string, diagnostics: readonly Diagnostic[]): CellError {
  const lines = source.split('\n');
  const traceback = diagnostics.flatMap(({ fileName, start, messageText, code }) => {
    const place = `${fileName ?? `cell ${cell}`}, line ${start.line + 1}`;
    const text = fileName === undefined ? lines[start.line] : undefined;
    const gutter = `${start.line + 1} | `;
    const mark = ' '.repeat(gutter.length + start.character) + '^';
    const said = `${place}: ${messageText} ${dim(`(TS${code})`)}`;
    return text === undefined ? [said] : [said, `    ${gutter}${text}`, `    ${mark}`];
  });
  const first = diagnostics[0];
  const evalue = first ? `line ${first.start.line + 1}: ${first.messageText}` : 'the cell does not compile';
  return { ename: 'CompileError', evalue, traceback: [red('CompileError'), ...traceback] };
}

/** Frames of the user's cells and of packages, in the user's line numbers; those of the kernel's machinery are left out. */
function frames(stack: string, sources: CellSources): string[] {
  const kept: string[] = [];
  let excerpted = false;
  for (const line of stack.split('\n').filter((text) => /^\s+at /.test(text))) {
    const frame = line.replace(/at (async )?(Proxy|Object)\./, 'at $1'); // cells call through the object of their exports
    const position = sources.locate(frame);
    if (position) {
      const name = /at (?:async )?([^\s(]+) \(/.exec(frame)?.[1];
      kept.push(`    at ${name && name !== 'eval' ? `${name}, ` : ''}cell ${position.cell}, line ${position.line}`);
      if (!excerpted) kept.push(...sources.excerpt(position));
      excerpted = true;
    } else if (!isCellFrame(frame) && !/node:|\/tslab\/|\/kernel\//.test(frame)) {
      const path = frame.replace(
        /file:\/\/[^\s)]+/,
        (url) => fileURLToPath(url.replace(/(?::\d{1,9}){1,2}$/, '')) + (/(?::\d{1,9}){1,2}$/.exec(url)?.[0] ?? ''),
      );
      kept.push(dim(path.replace(/\/[^\s)]+/, (absolute) => relative(projectRoot(), absolute))));
    }
  }
  return kept;
}

/** What a cell threw, which can be any value. A mistake that a person can mend (UserError) needs no trace of `lib`. */
export function thrownError(thrown: unknown, sources: CellSources): CellError {
  if (!(thrown instanceof Error)) {
    const evalue = typeof thrown === 'string' ? thrown : inspect(thrown);
    return { ename: 'Thrown', evalue, traceback: [`${red('Thrown')}: ${evalue}`] };
  }
  const { name: ename, message: evalue } = thrown;
  const trace = frames(thrown.stack ?? '', sources);
  const shown = ename === 'UserError' ? trace.filter((line) => !line.startsWith('\x1b[2m')) : trace;
  const cause = thrown.cause === undefined ? [] : ['Caused by:', ...thrownError(thrown.cause, sources).traceback];
  return { ename, evalue, traceback: [`${red(ename)}: ${evalue}`, ...shown, ...cause] };
}
