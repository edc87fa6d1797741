import { createRequire } from 'node:module';
import vm from 'node:vm';
import type * as ts from 'typescript';
import { loopGuards } from './loopGuards.js';

// tslab is CommonJS and keeps these parts to itself (its public entry is only `display`); this is the one file that knows
// where they are. Shapes below are those of tslab 1.0.22.

export interface Diagnostic {
  readonly start: { readonly line: number; readonly character: number };
  readonly messageText: string;
  readonly code: number;
  /** A module beside the notebook; absent for the cell itself. */
  readonly fileName?: string;
}

export interface ConvertedCell {
  readonly diagnostics: readonly Diagnostic[];
  /** CommonJS; absent when the cell has no code. */
  readonly output?: string;
  /** Declarations that later cells see. */
  readonly declOutput?: string;
  readonly hasToplevelAwait?: boolean;
  /** The export that holds the value of the cell's last expression. */
  readonly lastExpressionVar?: string;
  /** Compiled modules beside the notebook. */
  readonly sideOutputs?: readonly { readonly path: string; readonly data: string }[];
}

/** tslab's TypeScript: turns cells into JavaScript, and answers completion and inspection. */
export interface Converter {
  convert(previousDeclarations: string, source: string): ConvertedCell;
  inspect(previousDeclarations: string, source: string, position: number): unknown;
  complete(previousDeclarations: string, source: string, position: number): unknown;
  close(): void;
}

/** What tslab's handler asks of an executor. */
export interface InspectingExecutor {
  inspect(source: string, position: number): unknown;
  complete(source: string, position: number): unknown;
  close(): void;
}

interface JupyterHandler {
  handleKernel(): Record<string, unknown>;
  handleIsComplete(request: unknown): Record<string, unknown>;
  handleInspect(request: unknown): Record<string, unknown>;
  handleComplete(request: unknown): Record<string, unknown>;
  close(): void;
}

export interface Socket {
  send(frames: readonly Uint8Array[]): Promise<void>;
  sendHighWaterMark: number;
  /** In milliseconds. */
  sendTimeout: number;
}

interface TslabServer {
  readonly connInfo: { readonly key: string };
  readonly iopub: Socket;
  readonly shell: Socket;
  readonly control: Socket;
  init(): Promise<void>;
  bindSocket(socket: Socket, port: number): Promise<void>;
  handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void>;
  close(): void;
}

type WriteDisplayData = (data: Record<string, unknown>, update: boolean) => void;

interface JupyterModule {
  readonly JupyterHandlerImpl: new (executor: InspectingExecutor, isJs: boolean) => JupyterHandler;
  readonly ZmqServer: new (handler: JupyterHandler, connectionFile: string) => TslabServer;
  lastWriteDisplayData: WriteDisplayData | null;
}

/** The compiler that tslab uses: as far as we call it, as every TypeScript; its watch host can be replaced. */
type Compiler = Omit<typeof ts, 'createWatchCompilerHost'> & {
  readonly createWatchCompilerHost: (roots: unknown, options: object, ...rest: unknown[]) => unknown;
};

/** What the executor prints to: one argument is a value or an error thrown, more are a compiler's message. */
interface ExecutorConsole {
  log(value: unknown): void;
  error(...values: unknown[]): void;
}

interface Executor extends InspectingExecutor {
  /** Whether the cell ran to its end. */
  execute(source: string): Promise<boolean>;
  /** Rejects the promise of the cell that runs. What the cell awaited goes on unless it looks at an abort signal. */
  interrupt(): void;
}

const require = createRequire(import.meta.url);

/**
 * Loads the compiler that tslab uses, a fork of TypeScript 5.0, and puts in its place in the module cache a copy that
 * writes source maps, so that traces can name the lines of the user's cells, and guards loops, so that they can be
 * interrupted. Must run before tslab is loaded.
 */
function loadCompiler(): Compiler {
  const fromTslab = createRequire(require.resolve('tslab'));
  const path = fromTslab.resolve('@tslab/typescript-for-tslab');
  const original = fromTslab(path) as Compiler;
  // Files are not watched: what a kernel has loaded stays until it restarts, so the types must stay too, and a compile of
  // `lib` must not disturb a running cell.
  original.sys.watchFile = () => ({ close: () => undefined });
  const mapped: Compiler = {
    ...original,
    createWatchCompilerHost: (roots, options, ...rest) =>
      original.createWatchCompilerHost(roots, { ...options, inlineSourceMap: true }, ...rest),
    transpileModule: (input, { compilerOptions, ...rest }) =>
      original.transpileModule(input, {
        ...rest,
        compilerOptions: { ...compilerOptions, inlineSourceMap: true },
        transformers: { before: [loopGuards(original as typeof ts)] },
      }),
  };
  const cached = fromTslab.cache[path];
  if (cached) cached.exports = mapped;
  return original;
}

export const compilerVersion = loadCompiler().version;

export const jupyter = require('tslab/dist/jupyter') as JupyterModule;

const { createConverter: createTslabConverter } = require('tslab/dist/converter') as {
  createConverter: (options: { isJS: boolean; isBrowser: boolean }) => Converter;
};

const { createExecutor: createTslabExecutor } = require('tslab/dist/executor') as {
  createExecutor: (
    folder: string,
    converters: { node: Converter; browser: Converter; close(): void },
    console: ExecutorConsole,
  ) => Executor;
};

/** A converter for the cells of notebooks in the current folder. */
export const createConverter = (): Converter => createTslabConverter({ isJS: false, isBrowser: false });

/** Runs cells in `folder`: modules are resolved from there. */
export const createExecutor = (folder: string, converter: Converter, console: ExecutorConsole): Executor =>
  createTslabExecutor(folder, { node: converter, browser: converter, close: () => converter.close() }, console);

type RunInThisContext = typeof vm.runInThisContext;

/** Puts `around` about the part of a cell that runs before its first pause, which Node watches for SIGINT. */
export function aroundWatchedCode(around: <T>(code: () => T) => T): void {
  const original: RunInThisContext = vm.runInThisContext.bind(vm);
  const wrapped: RunInThisContext = (code, options) => {
    const watched = typeof options === 'object' && options.breakOnSigint === true;
    return watched ? around<unknown>(() => original(code, options)) : (original(code, options) as unknown);
  };
  vm.runInThisContext = wrapped;
}
