import type { Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import type { ReadingBudget } from './readingBudget.js';

/** What an entry and its place take in memory besides their letters. */
const ENTRY_BYTES = 256;
/** So many are asked of the system at once. */
const BUFFERED = 1024;

/**
 * What a folder holds, entry by entry, as the system gives them: one with more than `budget` allows is left at the
 * first that is too many, where `readdir` would hold all of them first.
 * @throws UserError above the budget's entries, bytes or seconds; the system's error where the folder cannot be listed
 */
export async function* listFolder(folder: string, budget: ReadingBudget): AsyncGenerator<Dirent, void, undefined> {
  const listing = await opendir(folder, { bufferSize: BUFFERED });
  try {
    for (let entry = await listing.read(); entry; entry = await listing.read()) {
      budget.takeEntries();
      budget.takeBytes(ENTRY_BYTES + 2 * (folder.length + entry.name.length));
      yield entry;
    }
  } finally {
    await listing.close();
  }
}
