import { types } from 'node:util';
import { BINDING, Bindings } from './bindings.js';
import { Interrupted, withInterruptSignal } from '../io/interruption.js';
import { type CellError, compileError, thrownError } from './cellError.js';
import { CellSources } from './cellSources.js';
import { holdsSafely, readSafely } from './inspectSafely.js';
import { keptDeclarations } from './keptDeclarations.js';
import { displaysSettled, show } from './show.js';
import {
  compiler,
  type ConvertedCell,
  type Converter,
  createConverter,
  createExecutor,
  type InspectingExecutor,
} from './tslab.js';
import { stopRenders } from './widgets/newestOnly.js';

/** Runs the cells of one kernel, one after another. */
export interface CellExecutor extends InspectingExecutor {
  /**
   * Runs a cell to its end, its displays included.
   * @param cell what traces call it, e.g. "cell 3".
   * @returns the error it ended with, if any.
   */
  run(cell: string, source: string): Promise<CellError | undefined>;
  /** Aborts the signal of the cell that runs, and stops waiting for it. */
  interrupt(): void;
  /** Puts an error that came from outside any cell (a forgotten promise) in the user's line numbers. */
  describe(thrown: unknown): CellError;
}

/** The cell that runs, and what tslab reports of it as it goes. */
interface Running {
  /** Counts every run of the kernel. */
  readonly run: number;
  readonly cell: string;
  readonly source: string;
  readonly stop: AbortController;
  compiled?: ConvertedCell;
  /** Ends the run for the bindings. @returns names whose declarations were not reached. */
  ended?: () => string[];
  thrown?: unknown;
}

/** Node's way to end code that computes without a pause, tslab's to end a wait, and ours to end a long job. */
const isInterrupt = (thrown: unknown): boolean =>
  holdsSafely((value) => value instanceof Interrupted, thrown) ||
  readSafely(thrown, 'code') === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ||
  readSafely(thrown, 'message') === 'Interrupted asynchronously';

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  types.isPromise(value) || (typeof value === 'object' && typeof readSafely(value, 'then') === 'function');

const rejectsOnAbort = (signal: AbortSignal): Promise<never> => {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Interrupted()), { once: true });
  });
  stopped.catch(() => undefined); // often nobody is waiting
  return stopped;
};

const INTERRUPTED: CellError = {
  ename: 'Interrupted',
  evalue: 'stopped by the user',
  traceback: ['\x1b[31mInterrupted\x1b[39m: stopped by the user'],
};

/**
 * An executor whose cells resolve modules from `folder`, the notebook's.
 * @param step throws where the user has interrupted and nothing has heard of it yet, as after one long call.
 */
export function createCellExecutor(folder: string, step: () => void): CellExecutor {
  const sources = new CellSources();
  const bindings = new Bindings();
  Object.assign(globalThis, { [BINDING]: (name: string) => bindings.get(name) });
  const inner = createConverter((name) => bindings.has(name));
  let running: Running = { run: 0, cell: '', source: '', stop: new AbortController() };
  // A cell that throws keeps what it declared before that, as in other kernels; tslab would forget it.
  let declarations = '';

  const converter: Converter = {
    ...inner,
    convert(_previous, source) {
      const result = inner.convert(declarations, source);
      running.compiled = result;
      if (result.diagnostics.length > 0) return result;
      declarations = result.declOutput ?? declarations;
      running.ended = bindings.begin(result.declared);
      return result.output === undefined
        ? result
        : {
            ...result,
            output: sources.register(running.run, running.cell, running.source, result.output),
            lastExpressionVar: undefined, // its value is in a binding
          };
    },
    inspect: (_previous, source, position) => inner.inspect(declarations, source, position),
    complete: (_previous, source, position) => inner.complete(declarations, source, position),
  };

  const executor = createExecutor(folder, converter, {
    log: () => undefined, // the value of the last expression is in a binding
    error: (...values) => {
      if (values.length === 1) running.thrown = values[0];
    },
  });

  const describe = (value: unknown): CellError => (isInterrupt(value) ? INTERRUPTED : thrownError(value, sources));

  return {
    async run(cell, source) {
      const before = declarations;
      const current: Running = { run: running.run + 1, cell, source, stop: new AbortController() };
      running = current;
      const stopped = rejectsOnAbort(current.stop.signal);
      try {
        const ok = await withInterruptSignal(current.stop.signal, () => executor.execute(source));
        const { diagnostics = [], lastExpressionVar } = current.compiled ?? {};
        if (diagnostics.length > 0) return compileError(cell, source, diagnostics);
        if (!ok) throw current.thrown;
        step();
        if (lastExpressionVar !== undefined) {
          const { value } = bindings.get(lastExpressionVar);
          bindings.delete(lastExpressionVar);
          const settled = isPromiseLike(value) ? await Promise.race([value, stopped]) : value;
          if (settled !== undefined) await show(settled);
        }
        await Promise.race([displaysSettled(), stopped]);
        return undefined;
      } catch (error) {
        if (isInterrupt(error)) current.stop.abort(); // Node's own watch tells nobody, and the cell may have begun more
        const missed = current.ended?.() ?? [];
        if (missed.length > 0) declarations = keptDeclarations(compiler, before, declarations, new Set(missed));
        await displaysSettled().catch(() => undefined); // what the cell showed stands above its error
        return describe(error);
      } finally {
        await new Promise((resolve) => setImmediate(resolve)); // a promise it forgot is reported as this cell's
      }
    },
    interrupt: () => {
      running.stop.abort();
      executor.interrupt();
      stopRenders();
    },
    describe,
    inspect: (source, position) => executor.inspect(source, position),
    complete: (source, position) => executor.complete(source, position),
    close: () => executor.close(),
  };
}
