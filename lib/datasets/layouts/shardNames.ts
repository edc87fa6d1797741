import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../../io/listFolder.js';
import { readFileWithin } from '../../io/readFileWithin.js';
import { createReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { passedOverNote } from './passedOverNote.js';

export const SHARD_COUNT_FILE = 'nshards.txt';

/** The shards' names, 0.tar and on, as many as `nshards.txt` says, or else as there are. */
export async function shardNames(folder: string, remedy: string, notes: string[]): Promise<string[]> {
  const there = new Set<string>();
  for await (const { name } of listFolder(folder, createReadingBudget(folder, 'dataset')))
    if (/^(?:0|[1-9]\d{0,8})\.tar$/.test(name)) there.add(name);
  const countPath = join(folder, SHARD_COUNT_FILE);
  const counted = existsSync(countPath)
    ? (await readFileWithin(countPath, createReadingBudget(countPath, 'json'))).toString('latin1').trim()
    : String(there.size);
  const count = /^\d{1,9}$/.test(counted) ? Number(counted) : 0;
  if (count === 0) throw new UserError(`${folder} holds no shards 0.tar, 1.tar, ...; ${remedy}`);
  const names: string[] = [];
  // Ends at the first that is missing, whatever number the file claims.
  for (let k = 0; k < count; k++) {
    const name = `${k}.tar`;
    if (!there.delete(name)) throw new UserError(`${join(folder, name)} is missing; ${remedy}`);
    names.push(name);
  }
  if (there.size > 0)
    notes.push(
      passedOverNote(folder, `${there.size} shards beyond the ${count} of ${SHARD_COUNT_FILE}`, [...there].sort()),
    );
  return names;
}
