import { readFile } from 'node:fs/promises';
import { UserError } from '../../io/userError.js';

/**
 * Of an image's hash so many bytes are kept: among 250,000 images a stranger is taken for one with a chance of 2e-7.
 */
const BYTES = 5;

/**
 * The distinct images of training as one sorted list of shortened hashes: small enough to commit, enough to prove
 * absence.
 */
export function packImageHashes(pixelHashes: Iterable<string>): Uint8Array {
  const short = [...new Set([...pixelHashes].map((hash) => hash.slice(0, 2 * BYTES)))].sort();
  return Buffer.from(short.join(''), 'hex');
}

/**
 * Reads such a list; the function says whether an image, by its hash, is in it.
 * @throws UserError for a file that is missing, cut short or not sorted
 */
export async function readImageHashes(path: string): Promise<(pixelHash: string) => boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new UserError(`${path} is missing; restore it from the repository.`);
  const hex = bytes.toString('hex');
  const hashes = new Set<string>();
  let last = '';
  for (let at = 0; at < hex.length; at += 2 * BYTES) {
    const hash = hex.slice(at, at + 2 * BYTES);
    if (hash.length < 2 * BYTES || hash <= last) {
      throw new UserError(`${path} is damaged at byte ${at / 2}; restore it from the repository.`);
    }
    hashes.add(hash);
    last = hash;
  }
  return (pixelHash) => hashes.has(pixelHash.slice(0, 2 * BYTES));
}
