import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Interrupted, interruptSignal } from '../io/interruption.js';
import { projectRoot } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { pythonExecutable } from '../io/virtualEnvironment.js';
import { storageError } from '../io/storageError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { COLLECTION_VARIABLE } from './figureCollection.js';
import type { Notebook } from './notebook.js';
import { notebookText, stableNotebook } from './stableNotebook.js';

/** A cell that failed, and why. */
export interface CellFailure {
  /** Position among the cells that run, from 0. */
  readonly index: number;
  readonly source: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export interface ExecuteOptions {
  /** A folder for working files; figures that the notebook shows are collected in its `figures`. */
  readonly folder: string;
  /** An open file whose lock the run keeps for as long as any of it lives, also where this process is killed. */
  readonly lock?: number;
  /** Called as each cell begins, with its position from 0. */
  readonly onCell: (index: number) => void;
}

type Event =
  | { event: 'cell'; index: number }
  | ({ event: 'failed' } & CellFailure)
  | { event: 'unwritable'; code: string }
  | { event: 'done' };

/**
 * Runs a notebook headless through its real kernel and writes the outputs into it, in place and atomically; after a
 * failure the file is left as it was.
 * @returns the failure of the cell at which it stopped, if any.
 * @throws UserError before set-up, when Jupyter itself cannot run, or when the disk is full.
 * @throws Interrupted when the user stops it; the notebook is left as it was
 */
export async function executeNotebook(
  path: string,
  { folder, lock, onCell }: ExecuteOptions,
): Promise<CellFailure | undefined> {
  const python = pythonExecutable();
  if (!python) throw new UserError('Running notebooks needs the Python environment in .venv: run "npm run setup".');
  const original = JSON.parse(await readFile(path, 'utf8')) as Notebook;
  const executed = join(folder, 'executed.ipynb');
  let failure: CellFailure | undefined;
  let unwritable: string | undefined;
  const status = await runScript(python, [path, executed], join(folder, 'figures'), lock, (event) => {
    if (event.event === 'cell') onCell(event.index);
    if (event.event === 'failed') failure = event;
    if (event.event === 'unwritable') unwritable = event.code;
  });
  if (failure) return failure;
  if (unwritable !== undefined)
    throw storageError(Object.assign(new Error(unwritable), { code: unwritable }), executed);
  if (status.code !== 0) {
    const said = status.stderr.trim().split('\n').at(-1) ?? '';
    throw new UserError(
      `${path} could not be run (${said || `exit code ${status.code}`}): run "npm run setup" and try again.`,
    );
  }
  const notebook = JSON.parse(await readFile(executed, 'utf8')) as Notebook;
  const text = notebookText(stableNotebook(notebook, original, projectRoot()));
  if (text !== (await readFile(path, 'utf8'))) await writeFileAtomic(path, text);
  return undefined;
}

function runScript(
  python: string,
  args: readonly string[],
  figures: string,
  lock: number | undefined,
  onEvent: (event: Event) => void,
): Promise<{ code: number | null; stderr: string }> {
  const script = join(projectRoot(), 'scripts', 'execute_notebook.py');
  const env = { ...process.env, [COLLECTION_VARIABLE]: figures, PYTHONUNBUFFERED: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', ...(lock === undefined ? [] : [lock])],
      env,
    }) as ChildProcessByStdio<null, Readable, Readable>;
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"event"')) onEvent(JSON.parse(line) as Event);
    });
    const signal = interruptSignal();
    const end = (): void => void child.kill('SIGTERM');
    signal?.addEventListener('abort', end);
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(new Interrupted());
      else resolve({ code, stderr });
    });
  });
}
