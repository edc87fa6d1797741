import type { Journal } from '../../lib/experiments/journal.js';

/** A journal in memory, for experiments that are interrupted: what it keeps, and which parts were computed. */
export interface MemoryJournal extends Journal {
  readonly computed: string[];
}

/** @param most so many parts are computed, then it fails, as an interrupt would end an experiment */
export function memoryJournal(kept = new Map<string, readonly object[]>(), most = Infinity): MemoryJournal {
  const journal: MemoryJournal = {
    computed: [],
    async rowsOf<Row extends object>(part: string, compute: () => Promise<readonly Row[]>) {
      const known = kept.get(part) as readonly Row[] | undefined;
      if (known) return known;
      if (journal.computed.length === most) throw new Error('interrupted');
      const rows = await compute();
      journal.computed.push(part);
      // As a file would keep them.
      kept.set(part, JSON.parse(JSON.stringify(rows)) as Row[]);
      return rows;
    },
    finish: () => Promise.reject(new Error('an experiment leaves that to who opened the journal')),
  };
  return journal;
}
