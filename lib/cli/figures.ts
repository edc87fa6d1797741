import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Command } from 'commander';
import { publishFigures, publishingLock } from '../figures/export/figureFiles.js';
import { writeIndexPage } from '../figures/export/publishReference.js';
import { startProgress } from '../io/progress.js';
import { isInstalledPackage, projectRoot } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { type CellFailure, executeNotebook } from '../kernel/executeNotebook.js';
import { codeCells, type Notebook } from '../kernel/notebook.js';
import { stopOnInterrupt } from './processEnd.js';

/** What a notebook's run came to; `--json` prints a list of these. */
interface NotebookResult {
  readonly notebook: string;
  readonly ok: boolean;
  readonly cells: number;
  readonly figures: number;
  readonly seconds: number;
  readonly error?: string;
}

/** The notebooks asked for, all without names. @throws UserError for an unknown one. */
function chooseNotebooks(known: readonly string[], names: readonly string[]): string[] {
  const wanted = names.map((name) => basename(name, '.ipynb'));
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError(
      `There is no notebook ${unknown.map((name) => `"${name}"`).join(', ')}; there are: ${known.join(', ')}.`,
    );
  }
  return wanted.length === 0 ? [...known] : known.filter((name) => wanted.includes(name));
}

function describeFailure(notebook: string, cells: number, failure: CellFailure): string {
  const source = failure.source.split('\n').map((line) => `    ${line}`);
  const shown = source.length > 12 ? [...source.slice(0, 11), '    …'] : source;
  const trace = failure.traceback.length > 0 ? failure.traceback : [`${failure.ename}: ${failure.evalue}`];
  return [`${notebook}: cell ${failure.index + 1} of ${cells} failed:`, ...shown, ...trace, ''].join('\n');
}

/** Runs a notebook; where it is being run already, behind that. */
async function runNotebook(root: string, notebook: string): Promise<NotebookResult> {
  const lock = join(root, 'figures', '.working', `${notebook}.lock`);
  return withFileLock(lock, ({ fd }) => runNotebookAlone(root, notebook, fd));
}

async function runNotebookAlone(root: string, notebook: string, lock: number): Promise<NotebookResult> {
  const path = join(root, 'notebooks', `${notebook}.ipynb`);
  const figures = join(root, 'figures');
  const working = join(figures, '.working', notebook);
  const cells = codeCells(JSON.parse(await readFile(path, 'utf8')) as Notebook).length;
  const start = performance.now();
  const progress = startProgress(notebook, 'cells', cells);
  await rm(working, { recursive: true, force: true });
  try {
    await writeFileAtomic(join(working, 'figures', '.keep'), '');
    const failure = await executeNotebook(path, {
      folder: working,
      lock,
      onCell: (index) => progress.advance(index > 0 ? 1 : 0),
    });
    if (!failure) progress.advance(cells > 0 ? 1 : 0);
    progress.finish(failure ? 'failed' : '');
    const seconds = (performance.now() - start) / 1000;
    if (failure) {
      process.stderr.write(describeFailure(notebook, cells, failure));
      return { notebook, ok: false, cells, figures: 0, seconds, error: `${failure.ename}: ${failure.evalue}` };
    }
    return {
      notebook,
      ok: true,
      cells,
      figures: await publishFigures(notebook, join(working, 'figures'), figures),
      seconds,
    };
  } finally {
    await rm(working, { recursive: true, force: true });
  }
}

/** Runs the notebooks in turn, each to its end or its first error, then writes `figures/index.html`. */
async function runFigures(names: readonly string[]): Promise<NotebookResult[]> {
  if (isInstalledPackage())
    throw new UserError(
      'The notebooks are in the checkout of cliplab and not in its package: clone the repository and run "npm run figures" there.',
    );
  const root = projectRoot();
  const folder = join(root, 'notebooks');
  const known = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ipynb')) : [];
  const chosen = chooseNotebooks(known.map((name) => basename(name, '.ipynb')).sort(), names);
  const results: NotebookResult[] = [];
  for (const notebook of chosen) results.push(await runNotebook(root, notebook));
  const figures = join(root, 'figures');
  await withFileLock(publishingLock(figures), () => writeIndexPage(figures));
  return results;
}

/** A path as the user reaches it: the whole of it, unless it is below the folder that the command was given in. */
function fromHere(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}

/** `cliplab figures`: the notebooks, headless, and every figure in them. */
export function registerFigures(program: Command): void {
  program
    .command('figures')
    .description('execute the notebooks through the kernel and save every figure in figures/')
    .argument('[names...]', 'notebooks to run; all of them by default')
    .option('--only <names...>', 'the same, as an option')
    .option('--json', 'print the results as JSON')
    .action(async (names: string[], options: { only?: string[]; json?: boolean }) => {
      stopOnInterrupt();
      const results = await runFigures([...names, ...(options.only ?? [])]);
      if (options.json) process.stdout.write(JSON.stringify(results, null, 2) + '\n');
      else
        process.stdout.write(
          `${results.reduce((sum, result) => sum + result.figures, 0)} figures: ${fromHere(join(projectRoot(), 'figures', 'index.html'))}\n`,
        );
      if (results.some((result) => !result.ok)) process.exitCode = 1;
    });
}
