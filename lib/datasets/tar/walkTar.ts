import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { isRegular, isWithoutContent, longNameOf, misfit, readHeader } from './tarHeader.js';

const BLOCK = 512;
/** Names are shorter, whatever a damaged header says. */
const MAX_NAME = 1 << 16;

/** Where a file of an archive lies in it. */
export interface TarPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** Bytes of the archive that the walk has to see before it goes on; they lie inside of it. */
interface WantedBytes {
  readonly from: number;
  readonly length: number;
}

/** What a walk hands out: a file it found, or what it wants to see, which is given to `next`. */
export type TarStep = { readonly place: TarPlace } | { readonly wanted: WantedBytes };

export interface TarWalkOptions {
  /** By default that of a dataset. */
  readonly budget?: ReadingBudget;
  /** Told the name of each link or device, which stands in no place. */
  readonly passedOver?: (name: string) => void;
}

/**
 * Goes through the headers of a tar archive of `size` bytes, in order: POSIX ustar, with GNU and pax long names. Where
 * the bytes lie is for the caller to know: `readTar` has them in memory, `indexTar` on disk. Nothing is asked for by a
 * size the archive claims. `path` and `remedy` are for the message.
 * @throws UserError for an archive that is cut short or damaged, or has more entries than the budget allows
 */
export function* walkTar(
  size: number,
  path: string,
  remedy: string,
  options: TarWalkOptions = {},
): Generator<TarStep, void, Uint8Array> {
  const budget = options.budget ?? createReadingBudget(path, 'dataset');
  const damaged = (at: number, what: string): UserError =>
    new UserError(`${path} is damaged at byte ${at} (${what}); ${remedy}`);
  let longName: string | undefined;
  for (let at = 0; ;) {
    if (at + BLOCK > size) throw damaged(at, 'the archive ends without its closing blocks');
    const header = readHeader(yield { wanted: { from: at, length: BLOCK } });
    if (header === 'end') return;
    if (header === 'damaged') throw damaged(at, 'the header does not match its checksum');
    budget.takeEntries();
    const offset = at + BLOCK;
    if (!(header.size <= size - offset)) throw damaged(at, misfit(header.size));
    const isNote = header.type === 'L' || header.type === 'x';
    if (isNote) {
      if (header.size > MAX_NAME) throw damaged(at, `a name of ${header.size} bytes`);
      longName = longNameOf(header.type, yield { wanted: { from: offset, length: header.size } }) || longName;
    } else {
      const name = longName ?? header.name;
      if (isRegular(header.type)) yield { place: { name, offset, size: header.size } };
      else if (!isWithoutContent(header.type)) options.passedOver?.(name);
      longName = undefined;
    }
    at = offset + Math.ceil(header.size / BLOCK) * BLOCK;
  }
}
