import { appendFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../io/makeFolder.js';
import { readOwnFile } from '../io/ownFile.js';
import { cacheDirectory } from '../io/projectPaths.js';
import { sha256 } from '../io/sha256.js';

/** Keeps the rows of each finished part of an experiment, so that one which was interrupted goes on where it was. */
export interface Journal {
  /**
   * The rows of a part: those kept, or else computed and kept.
   * @param part names it and all that its rows depend on, see `partKey`
   */
  rowsOf<Row extends object>(part: string, compute: () => Promise<readonly Row[]>): Promise<readonly Row[]>;
  /**
   * What the experiment came to is written where it belongs: nothing needs to be kept any more. For who opened the
   * journal to call.
   */
  finish(): Promise<void>;
}

/** Keeps nothing. */
export const NO_JOURNAL: Journal = { rowsOf: (_, compute) => compute(), finish: () => Promise.resolve() };

/**
 * The journal of an experiment, in the cache. A line that a kill cut off is left out and its part measured again.
 * @param name e.g. `few-shot` @param options all that was asked for: other options have another journal
 */
export async function openJournal(name: string, options: unknown): Promise<Journal> {
  const path = join(cacheDirectory(), 'experiments', `${name}-${sha256(JSON.stringify(options)).slice(0, 16)}.jsonl`);
  const kept = new Map<string, readonly object[]>();
  const text = (await readOwnFile(path))?.toString('utf8') ?? '';
  for (const line of text.split('\n')) {
    const [part, rows] = parseLine(line) ?? [];
    if (part !== undefined && rows !== undefined) kept.set(part, rows);
  }
  await makeFolder(dirname(path));
  return {
    async rowsOf<Row extends object>(part: string, compute: () => Promise<readonly Row[]>) {
      const known = kept.get(part) as readonly Row[] | undefined;
      if (known) return known;
      const rows = await compute();
      // A line begins with its end: what a kill left of the one before stays apart.
      await appendFile(path, `\n${JSON.stringify([part, rows])}\n`);
      return rows;
    },
    finish: () => rm(path, { force: true }),
  };
}

function parseLine(line: string): [string, readonly object[]] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (Array.isArray(value) && typeof value[0] === 'string' && Array.isArray(value[1])) return value as never;
  } catch {
    // cut off
  }
  return undefined;
}
