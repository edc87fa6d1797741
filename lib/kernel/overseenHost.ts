import type * as ts from 'typescript';

/** How tslab names the file of a cell. */
export const CELL_FILE = '__tslab__.ts';

/** The list of names that tslab puts at the end of a cell, so that later cells are told of them. */
const EXPORTS = /\nexport \{([^}\n]*)\}$/;
/** How the compiler calls additions to the global scope among a cell's names. */
const GLOBAL_SCOPE = '__global';

/** The compiler's host of a converter, which tslab makes for itself. */
export interface WatchHost {
  readFile(path: string, encoding?: string): string | undefined;
  afterProgramCreate?: (builder: ts.BuilderProgram) => void;
}

/**
 * A host that remembers its newest program, and that exports a cell's names as their author wrote them, where tslab
 * says them as the compiler stores them.
 * @param written a stored name as its author wrote it.
 */
export function overseenHost(
  host: WatchHost,
  written: (stored: string) => string,
): { host: WatchHost; program: () => ts.Program | undefined } {
  let program: ts.Program | undefined;
  let told: WatchHost['afterProgramCreate'];
  const readFile = host.readFile.bind(host);
  host.readFile = (path, encoding) => {
    const text = readFile(path, encoding);
    if (!path.endsWith(`/${CELL_FILE}`)) return text;
    return text?.replace(EXPORTS, (_, list: string) => {
      const names = list.split(', ').filter((name) => name !== GLOBAL_SCOPE);
      return `\nexport {${names.map(written).join(', ')}}`;
    });
  };
  Object.defineProperty(host, 'afterProgramCreate', {
    get: () => (builder: ts.BuilderProgram) => {
      program = builder.getProgram();
      told?.(builder);
    },
    set: (listener: WatchHost['afterProgramCreate']) => {
      told = listener;
    },
  });
  return { host, program: () => program };
}
