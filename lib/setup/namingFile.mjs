/**
 * Runs `body`, and names the file in what the system refuses of it: of an open file it says no more than "no space left
 * on device".
 * @template T
 * @param {string} path
 * @param {() => T} body
 * @returns {T}
 */
export function namingFile(path, body) {
  try {
    return body();
  } catch (error) {
    if (error instanceof Error && 'code' in error && !('path' in error)) Object.assign(error, { path });
    throw error;
  }
}
