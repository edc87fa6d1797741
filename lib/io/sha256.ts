import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { openRegularFile } from './readFileWithin.js';

/** SHA-256 of bytes or text, in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * SHA-256 of a file's bytes, in hex, read as a stream.
 * @throws UserError where it is no regular file, or cannot be opened
 */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  const { file } = await openRegularFile(path);
  await pipeline(file.createReadStream(), hash);
  return hash.digest('hex');
}
