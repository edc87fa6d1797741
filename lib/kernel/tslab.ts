import { createRequire } from 'node:module';
import vm from 'node:vm';
import type * as ts from 'typescript';
import { decoratedClasses } from './decoratedClasses.js';
import { importMeta } from './importMeta.js';
import { keptNamespaces } from './keptNamespaces.js';
import { type CellScope, liveBindings } from './liveBindings.js';
import { isUnnameable, nameableSource, untypedSource } from './nameableSource.js';
import { CELL_FILE, overseenHost, type WatchHost } from './overseenHost.js';
import { nestedVariables } from './nestedVariables.js';
import { newerNode } from './newerNode.js';
import { remadeAfterFaults } from './remadeAfterFaults.js';
import { withoutRedeclaredGlobals } from './redeclaredGlobals.js';
import { IMPORT_ASSIGNMENT, requiredModules } from './requiredModules.js';
import { stepGuards } from './stepGuards.js';
import { withoutExports } from './withoutExports.js';

// tslab is CommonJS and keeps these parts to itself (its public entry is only `display`); this is the one file that
// knows where they are. Shapes below are those of tslab 1.0.22.

export interface Diagnostic {
  readonly start: { readonly line: number; readonly character: number; readonly offset: number };
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
  readonly lastExpressionVar?: string | undefined;
  /** Names of values that the cell declares at its top level, the one of its last expression among them. */
  readonly declared: readonly string[];
  /** Compiled modules beside the notebook. */
  readonly sideOutputs?: readonly { readonly path: string; readonly data: string }[];
}

/** tslab's TypeScript: turns cells into JavaScript, and answers completion and inspection. */
export interface Converter {
  convert(previousDeclarations: string, source: string): ConvertedCell;
  inspect(previousDeclarations: string, source: string, position: number): unknown;
  complete(previousDeclarations: string, source: string, position: number): unknown;
  /** Makes a module of a cell that begins with `@module`. */
  addModule(name: string, source: string, meta: unknown): unknown;
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
  readonly getPreEmitDiagnosticsOfFiles: (...args: unknown[]) => readonly ts.Diagnostic[]; // tslab's own
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

/** The scope of the cell that is being compiled; modules beside the notebook keep their own. */
let scope: CellScope | undefined;

/**
 * The map at the end of what tslab has compiled to JavaScript, where that is a cell: the map says of which file it was.
 */
function mapOfCell(javaScript: string): string | undefined {
  const [comment, map = ''] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(javaScript) ?? [];
  return Buffer.from(map, 'base64').toString().includes(`${CELL_FILE}"]`) ? comment : undefined;
}

/** The newest program of the converter that was made last. */
let newestProgram: () => ts.Program | undefined = () => undefined;

/** Stands for a file of the declarations in `newerNode`. */
const NEWER_NODE = '/cliplab/newerNode.d.ts';
const LIBRARIES = ['lib.es2023.d.ts'];

/**
 * Loads the compiler that tslab uses, a fork of TypeScript 5.0, and puts in its place in the module cache a copy that
 * writes source maps, so that traces can name the lines of the user's cells, guards loops and functions, so that they
 * can be interrupted, and makes top-level names bindings that cells share. Must run before tslab is loaded.
 */
function loadCompiler(): Compiler {
  const fromTslab = createRequire(require.resolve('tslab'));
  const path = fromTslab.resolve('@tslab/typescript-for-tslab');
  const original = fromTslab(path) as Compiler;
  // Files are not watched: what a kernel has loaded stays until it restarts, so the types must stay too, and a compile
  // of `lib` must not disturb a running cell.
  const { sys } = original;
  sys.watchFile = () => ({ close: () => undefined });
  const readFile = sys.readFile.bind(sys);
  const fileExists = sys.fileExists.bind(sys);
  sys.readFile = (file, encoding) => (file === NEWER_NODE ? newerNode : readFile(file, encoding));
  sys.fileExists = (file) => file === NEWER_NODE || fileExists(file);
  const mapped: Compiler = {
    ...original,
    // tslab makes `exports.name` of a name that an earlier cell declared, not everywhere rightly; bindings need the
    // name itself.
    factory: Object.create(original.factory, {
      createPropertyAccessExpression: { value: (_: ts.Expression, name: ts.Identifier) => name },
    }) as ts.NodeFactory,
    createWatchCompilerHost: (roots, options, ...rest) => {
      const lib = [...((options as { lib?: string[] }).lib ?? []), ...LIBRARIES];
      const host = original.createWatchCompilerHost(
        [...(roots as string[]), NEWER_NODE],
        { ...options, lib, inlineSourceMap: true },
        ...rest,
      );
      const overseen = overseenHost(host as WatchHost, (name) =>
        original.unescapeLeadingUnderscores(name as ts.__String),
      );
      newestProgram = overseen.program;
      return overseen.host;
    },
    getPreEmitDiagnosticsOfFiles: (...args) =>
      original
        .getPreEmitDiagnosticsOfFiles(...args)
        .filter(({ code, file }) => code !== IMPORT_ASSIGNMENT || !file?.fileName.endsWith(`/${CELL_FILE}`)),
    transpileModule: (input, { compilerOptions, ...rest }) => {
      const map = scope && mapOfCell(input);
      const own = scope && map ? [liveBindings(original as typeof ts, scope)] : [];
      const result = original.transpileModule(map ? input.slice(0, -map.length) : input, {
        ...rest,
        compilerOptions: { ...compilerOptions, inlineSourceMap: true },
        transformers: {
          before: [
            ...own,
            decoratedClasses(original as typeof ts),
            importMeta(original as typeof ts, map !== undefined),
            stepGuards(original as typeof ts),
          ],
        },
      });
      // The map of the first step stays before that of the second.
      const last = result.outputText.lastIndexOf('//# sourceMappingURL');
      return map
        ? {
            ...result,
            outputText: `${result.outputText.slice(0, last)}${map.trim()}\n${result.outputText.slice(last)}`,
          }
        : result;
    },
  };
  const cached = fromTslab.cache[path];
  if (cached) cached.exports = mapped;
  return original;
}

/** The compiler of cells. */
export const compiler = loadCompiler() as typeof ts;

export const compilerVersion = compiler.version;

export const jupyter = require('tslab/dist/jupyter') as JupyterModule;

const { createConverter: createTslabConverter } = require('tslab/dist/converter') as {
  createConverter: (options: { isJS: boolean; isBrowser: boolean }) => Converter; // without `declared`
};

const { createExecutor: createTslabExecutor } = require('tslab/dist/executor') as {
  createExecutor: (
    folder: string,
    converters: { node: Converter; browser: Converter; close(): void },
    console: ExecutorConsole,
  ) => Executor;
};

/**
 * A converter for the cells of notebooks in the current folder.
 * @param isBound whether an earlier cell that ran has bound a name.
 */
export function createConverter(isBound: (name: string) => boolean = () => false): Converter {
  const call = remadeAfterFaults(() => {
    const inner = createTslabConverter({ isJS: false, isBrowser: false });
    return { inner, program: newestProgram };
  });
  return {
    convert: (previous, source) =>
      call(({ inner, program }) => {
        const previousDeclarations = withoutRedeclaredGlobals(compiler, previous, source);
        let declared: readonly string[] = [];
        let hasToplevelAwait = false;
        scope = {
          isBound,
          required: requiredModules(compiler, source),
          found: (names, awaits) => {
            declared = names;
            hasToplevelAwait = awaits;
          },
        };
        try {
          const said = nameableSource(compiler, withoutExports(compiler, source));
          let result = inner.convert(previousDeclarations, said);
          if (result.diagnostics.length > 0 && result.diagnostics.every(({ code }) => isUnnameable(code))) {
            const positions = result.diagnostics.map(({ start }) => start.offset);
            const untyped = inner.convert(previousDeclarations, untypedSource(compiler, said, positions));
            if (untyped.diagnostics.length === 0) result = untyped;
          }
          const { declOutput } = result;
          const file = program()
            ?.getSourceFiles()
            .find(({ fileName }) => fileName.endsWith(`/${CELL_FILE}`));
          const nested = file ? nestedVariables(compiler, program()!.getTypeChecker(), file) : '';
          return {
            ...result,
            ...(declOutput !== undefined && {
              declOutput: keptNamespaces(compiler, previousDeclarations, nested + declOutput, source),
            }),
            declared,
            hasToplevelAwait,
          };
        } finally {
          scope = undefined;
        }
      }),
    inspect: (...input) => call(({ inner }) => inner.inspect(...input)),
    complete: (...input) => call(({ inner }) => inner.complete(...input)),
    addModule: (...input) => call(({ inner }) => inner.addModule(...input)),
    close: () => call(({ inner }) => inner.close()),
  };
}

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
