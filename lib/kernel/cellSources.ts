import { SourceMap, type SourceMapPayload } from 'node:module';
import { excerpt } from './excerpt.js';

const COMMENT = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)$/gm;
const LOCATION = /cell-(\d+)\.ts:(\d+):(\d+)/;

/** Whether a line of a stack trace is of a cell, be it a line that its author wrote or one that the compiler added. */
export const isCellFrame = (traceLine: string): boolean => LOCATION.test(traceLine);

/** A place in a cell as its author sees it; line and column count from 1. */
export interface CellPosition {
  /** Which run of which cell, as given to `register`. */
  readonly run: number;
  /** What the cell is called. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

interface Cell {
  readonly name: string;
  readonly source: string;
  /** tslab adds a line below the code, which calls it; frames of that line are not the author's. */
  readonly compiledLines: number;
  /** From the code that ran back towards the source, in that order. */
  readonly maps: readonly SourceMap[];
}

/**
 * Remembers the source of every cell that was compiled, and finds the line of a cell behind a line of a stack trace.
 */
export class CellSources {
  readonly #cells = new Map<number, Cell>();

  /**
   * Takes the source maps out of the compiled code of a cell and gives the code a name that traces will carry.
   * @param run no other run of a cell has this number. @param name what traces call the cell.
   * The compiler works in two steps (TypeScript, then CommonJS), each leaving one map, the first step's first.
   */
  register(run: number, name: string, source: string, output: string): string {
    const payloads = [...output.matchAll(COMMENT)].map(
      ([, base64 = '']) => JSON.parse(Buffer.from(base64, 'base64').toString()) as SourceMapPayload,
    );
    const code = output.replace(COMMENT, '').trimEnd();
    const maps = payloads.reverse().map((payload) => new SourceMap(payload));
    this.#cells.set(run, { name, source, compiledLines: code.split('\n').length, maps });
    return `${code}\n//# sourceURL=cell-${run}.ts`;
  }

  /** The place in a cell that a line of a stack trace speaks of; `undefined` when its author wrote no such line. */
  locate(traceLine: string): CellPosition | undefined {
    const match = LOCATION.exec(traceLine);
    if (!match) return undefined;
    const run = Number(match[1]);
    // [line, column] from 0.
    let at: readonly [number, number] = [Number(match[2]) - 1, Number(match[3]) - 1];
    const known = this.#cells.get(run);
    if (!known || at[0] >= known.compiledLines) return undefined;
    for (const map of known.maps) {
      const entry = map.findEntry(...at) as { originalLine?: number; originalColumn?: number };
      if (entry.originalLine === undefined) return undefined;
      at = [entry.originalLine, entry.originalColumn ?? 0];
    }
    // tslab puts a line of its own above every cell, so its line 1 is the cell's line 0.
    return at[0] >= 1 ? { run, name: known.name, line: at[0], column: at[1] + 1 } : undefined;
  }

  /** A line of a cell with its number, and a mark below the column. */
  excerpt({ run, line, column }: CellPosition): string[] {
    const text = this.#cells.get(run)?.source.split('\n')[line - 1];
    return text === undefined ? [] : excerpt(line, text, column - 1);
  }
}
