import type { Journal } from '../../lib/experiments/journal.js';

/** A journal in memory, with the parts that it has measured. */
export function keptJournal(): Journal & { readonly measured: string[] } {
  const kept = new Map<string, readonly object[]>();
  const measured: string[] = [];
  return {
    measured,
    async rowsOf<Row extends object>(part: string, compute: () => Promise<readonly Row[]>) {
      if (!kept.has(part)) {
        measured.push(part);
        kept.set(part, await compute());
      }
      return kept.get(part) as readonly Row[];
    },
    finish: () => Promise.reject(new Error('an experiment leaves that to who opened the journal')),
  };
}
