import { readFile } from 'node:fs/promises';
import { firstNotFinite } from '../../io/firstNotFinite.js';
import { sha256 } from '../../io/sha256.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';

const HASH_BYTES = 64;

/** Keeps numbers in a file, their hash before them. */
export async function writeKeptRows(path: string, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  await writeFileAtomic(path, [Buffer.from(sha256(bytes), 'latin1'), bytes]);
}

/** The `length` numbers kept there; undefined where there are none, a byte has changed, or one is not finite. */
export async function readKeptRows(path: string, length: number): Promise<Float32Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes?.length !== HASH_BYTES + 4 * length) return undefined;
  const data = Uint8Array.from(bytes.subarray(HASH_BYTES)); // copied, so that it is aligned
  if (sha256(data) !== bytes.toString('latin1', 0, HASH_BYTES)) return undefined;
  const values = new Float32Array(data.buffer);
  return firstNotFinite(values) < 0 ? values : undefined;
}
