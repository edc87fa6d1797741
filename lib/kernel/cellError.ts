import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { isInstalledPackage, packageFolder, projectRoot } from '../io/projectPaths.js';
import { inAuthorsWords } from './bindings.js';
import { type CellSources, isCellFrame } from './cellSources.js';
import { excerpt } from './excerpt.js';
import { holdsSafely, inspectSafely, readSafely, shortened } from './inspectSafely.js';
import { NO_INPUT } from './refuseInput.js';
import type { Diagnostic } from './tslab.js';

/** Why a cell failed, as the Jupyter protocol puts it. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  /** Lines to print, colors included. */
  readonly traceback: readonly string[];
}

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;
const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`;

/** The package, or the one of tables, whose verbs a cell uses beside it. */
const lacksCliplab = ({ code, messageText }: Diagnostic): boolean =>
  code === 2307 && /^Cannot find module '(?:cliplab|arquero)'/.test(messageText);

/** For a notebook that lies where no folder above it has the packages. */
const howToGetCliplab = (): string => {
  const { dependencies } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const packages = `"${packageFolder()}" arquero@${dependencies['arquero']}`;
  const install = `run npm install ${packages} in ${process.cwd()} and restart the kernel.`;
  if (isInstalledPackage()) return `No folder above the notebook has cliplab installed: ${install}`;
  return `The notebook lies outside of the checkout of cliplab: move it into ${join(projectRoot(), 'notebooks')}, or ${install}`;
};

/**
 * The compiler's ways to say that a decorator does not take what a class, a property, a method or a parameter hands it.
 */
const DECORATOR_CODES = new Set([1238, 1239, 1240, 1241, 1270, 1271]);

const DECORATORS_OF_CELLS =
  'Cells have the decorators of TypeScript’s option "experimentalDecorators": one of a class is called with the class alone, one of a ' +
  'member with the prototype, the name and (but for a field) the descriptor, without a context.';

const NO_MAGIC =
  'Cells are TypeScript: lines that begin with "%" or "!" are for Python notebooks; a command is run by execSync of node:child_process.';

const isMagic = (line: string | undefined): boolean =>
  line !== undefined && /^(?:%{1,2}[a-z]|!\s?[a-z][\w.-]*(?:\s+[\w\-./~*'"$]|\s*$))/i.test(line);

/** By which a browser asks its user. */
const asksInBrowser = ({ messageText }: Diagnostic): boolean =>
  /^Cannot find name '(?:prompt|confirm)'/.test(messageText);

/** How many of a compiler's complaints are told. */
const MAX_DIAGNOSTICS = 20;

/**
 * What is said of a cell itself. Of a cell that stops in the midst of something the compiler complains behind its end,
 * where the cell says nothing any more: the first of that stands for it, if nothing else does.
 */
function withinCell(lines: readonly string[], diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isBehind = ({ fileName, start }: Diagnostic): boolean => fileName === undefined && start.line >= lines.length;
  const inside = diagnostics.filter((one) => !isBehind(one));
  const [first] = diagnostics;
  if (inside.length > 0 || !first) return inside;
  const line = lines.length - 1;
  const messageText = first.messageText.replace(/ 'export' is a reserved word.*/, '');
  return [{ ...first, messageText, start: { ...first.start, line, character: lines[line]!.length } }];
}

/** What the type checker said of a cell. @param cell what traces call it. */
export function compileError(cell: string, source: string, diagnostics: readonly Diagnostic[]): CellError {
  const lines = source.split('\n');
  const all = withinCell(lines, diagnostics);
  const traceback = all.slice(0, MAX_DIAGNOSTICS).flatMap(({ fileName, start, messageText, code }) => {
    const place = `${fileName ?? cell}, line ${start.line + 1}`;
    const text = fileName === undefined ? lines[start.line] : undefined;
    const said = `${place}: ${messageText} ${dim(`(TS${code})`)}`;
    return text === undefined ? [said] : [said, ...excerpt(start.line + 1, text, start.character)];
  });
  if (all.length > MAX_DIAGNOSTICS) traceback.push(dim(`and ${all.length - MAX_DIAGNOSTICS} more`));
  if (all.some(lacksCliplab)) traceback.push(howToGetCliplab());
  if (all.some(({ code }) => DECORATOR_CODES.has(code))) traceback.push(DECORATORS_OF_CELLS);
  if (all.some(({ fileName, start }) => fileName === undefined && isMagic(lines[start.line]))) traceback.push(NO_MAGIC);
  if (all.some(asksInBrowser)) traceback.push(NO_INPUT);
  const [first] = all;
  const evalue = first ? `line ${first.start.line + 1}: ${first.messageText}` : 'the cell does not compile';
  return { ename: 'CompileError', evalue, traceback: [red('CompileError'), ...traceback] };
}

/**
 * Frames of the user's cells and of packages, in the user's line numbers; those of the kernel's machinery are left out.
 */
function frames(stack: string, sources: CellSources): string[] {
  const kept: string[] = [];
  let excerpted = false;
  for (const line of stack.split('\n').filter((text) => /^\s+at /.test(text))) {
    const frame = line.replace(/at (async )?(Proxy|Object)\./, 'at $1'); // cells call through the object of their exports
    const position = sources.locate(frame);
    if (position) {
      const name = /at (?:async )?([^\s(]+) \(/.exec(frame)?.[1];
      kept.push(`    at ${name && name !== 'eval' ? `${name}, ` : ''}${position.name}, line ${position.line}`);
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

/** How much of a trace is looked at. */
const MAX_TRACE = 100_000;
/** How deep causes and gathered errors are followed, and how many of one gathering are shown. */
const MAX_DEPTH = 10;
const MAX_ERRORS = 20;

/** The trace of an error as the engine writes it, whatever the cell made of `Error.prepareStackTrace`. */
function stackOf(thrown: unknown): string {
  const own = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    if (own?.configurable) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    const stack = readSafely(thrown, 'stack');
    if (Array.isArray(stack)) return stack.map((site) => `    at ${String(site)}`).join('\n'); // formatted already
    return typeof stack === 'string' ? stack.slice(0, MAX_TRACE) : '';
  } catch {
    return '';
  } finally {
    if (own?.configurable) Object.defineProperty(Error, 'prepareStackTrace', own);
  }
}

const isError = (value: unknown): boolean =>
  types.isNativeError(value) || holdsSafely((any) => any instanceof Error, value);

/** A property of an error as one text. */
function wordsOf(thrown: unknown, key: string): string {
  const value = readSafely(thrown, key);
  return inAuthorsWords(typeof value === 'string' ? shortened(value) : value === undefined ? '' : inspectSafely(value));
}

function tracebackOf(thrown: unknown, sources: CellSources, within: readonly unknown[]): string[] {
  if (within.includes(thrown)) return [dim('(an error above)')];
  if (within.length >= MAX_DEPTH) return [dim('(and more)')];
  const { ename, evalue } = headOf(thrown);
  const head = `${red(ename)}: ${evalue}`;
  if (!isError(thrown)) return [head];
  const deeper = [...within, thrown];
  const inner = (error: unknown): string[] => tracebackOf(error, sources, deeper);
  const trace = frames(stackOf(thrown), sources);
  const shown = ename === 'UserError' ? trace.filter((line) => !line.startsWith('\x1b[2m')) : trace;
  const errors = readSafely(thrown, 'errors');
  const gathered = Array.isArray(errors) ? (errors as unknown[]) : [];
  const parts = gathered.slice(0, MAX_ERRORS).flatMap((error, k) => {
    const [first = '', ...rest] = inner(error);
    return [`  ${k + 1}. ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  if (gathered.length > MAX_ERRORS) parts.push(dim(`  and ${gathered.length - MAX_ERRORS} more`));
  const cause = readSafely(thrown, 'cause');
  return [head, ...shown, ...parts, ...(cause === undefined ? [] : ['Caused by:', ...inner(cause)])];
}

function headOf(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) {
    return { ename: 'Thrown', evalue: typeof thrown === 'string' ? shortened(thrown) : inspectSafely(thrown) };
  }
  return { ename: wordsOf(thrown, 'name') || 'Error', evalue: wordsOf(thrown, 'message') };
}

/**
 * What a cell threw, which can be any value and can throw in turn when it is looked at. A mistake that a person can
 * mend (UserError) needs no trace of `lib`.
 */
export function thrownError(thrown: unknown, sources: CellSources): CellError {
  const head = headOf(thrown);
  try {
    return { ...head, traceback: tracebackOf(thrown, sources, []) };
  } catch {
    return { ...head, traceback: [`${red(head.ename)}: ${head.evalue}`] };
  }
}
