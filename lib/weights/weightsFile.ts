import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { UserError } from '../io/userError.js';
import { freshMemory, type Allocate } from './readingMemory.js';

/** A file that is read at any place, one tensor at a time; whoever opens it closes it. */
export interface WeightsFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /**
   * Bytes `begin` to `begin + length`, which must lie in the file, in memory of their own, or that `allocate` gives.
   */
  read(begin: number, length: number, allocate?: Allocate): Uint8Array;
  close(): void;
}

/** One read call asks for at most this: the system's own limit lies just below 2 GiB. */
const LARGEST_READ = 2 ** 30;

/** @throws UserError naming the file that cannot be opened or read */
export function openWeightsFile(path: string): WeightsFile {
  const refuse = (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read ${path}: ${code ?? message}; check the path.`);
  };
  let descriptor = 0;
  let size = 0;
  try {
    // Opened so, a pipe that nobody writes to does not wait for its writer.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) {
      closeSync(descriptor);
      throw new Error('it is not a file');
    }
    size = stats.size;
  } catch (error) {
    refuse(error);
  }
  return {
    path,
    size,
    read(begin, length, allocate = freshMemory) {
      if (begin < 0 || length < 0 || begin + length > size)
        throw new UserError(
          `${path} ends at byte ${size}, before byte ${begin + length} that it refers to; fetch or save it again.`,
        );
      const bytes = allocate(length);
      for (let done = 0; done < length;) {
        let count = 0;
        try {
          count = readSync(descriptor, bytes, done, Math.min(length - done, LARGEST_READ), begin + done);
        } catch (error) {
          refuse(error);
        }
        if (count === 0) throw new UserError(`${path} became shorter while it was read; fetch or save it again.`);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}
