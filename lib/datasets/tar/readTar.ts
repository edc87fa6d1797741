import type { TarFile } from './writeTar.js';
import { walkTar } from './walkTar.js';

/**
 * The regular files of a tar archive in memory, in order. `data` is a view of `bytes`. `path` and `remedy` are for the
 * message.
 * @throws UserError for an archive that is cut short or damaged
 */
export function* readTar(bytes: Uint8Array, path: string, remedy: string): Generator<TarFile> {
  const walk = walkTar(bytes.length, path, remedy);
  for (let step = walk.next(); !step.done;) {
    if ('wanted' in step.value) {
      const { from, length } = step.value.wanted;
      step = walk.next(bytes.subarray(from, from + length));
    } else {
      const { name, offset, size } = step.value.place;
      yield { name, data: bytes.subarray(offset, offset + size) };
      step = walk.next(bytes);
    }
  }
}
