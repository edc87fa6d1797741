import { gunzipSync } from 'node:zlib';
import type { ReadingBudget } from './readingBudget.js';
import { UserError } from './userError.js';

/** Whether bytes begin as gzip does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks gzip as long as `budget` allows; no more than that is ever in memory.
 * @throws UserError where it unpacks to more, or is damaged
 */
export function gunzipWithin(bytes: Uint8Array, path: string, budget: ReadingBudget, remedy: string): Buffer {
  const left = budget.bytesLeft();
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: Math.max(1, left) });
    budget.takeBytes(unpacked.length);
    return unpacked;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') budget.takeBytes(left + 1);
    throw new UserError(`${path} is damaged: it cannot be unpacked; ${remedy}`, { cause: error });
  }
}
