import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import xz from 'xz-decompress';
import { Interrupted, interruptSignal } from '../../io/interruption.js';
import { makeFolder } from '../../io/makeFolder.js';
import { startProgress } from '../../io/progress.js';
import { createReadingBudget, type ReadingBudget } from '../../io/readingBudget.js';
import { UserError } from '../../io/userError.js';
import { indexTar, openByteRange } from '../tar/indexTar.js';
import { findDebMember, type DebMember } from './debMember.js';
import type { PinnedDeb } from './pinnedDebs.js';

/** Several times what the packages hold. */
const LIMITS = { bytes: 2 ** 30, entries: 100_000 };
const MEGABYTE = 1e6;

/**
 * Unpacks what is used of a package's file below a new folder, and gives where: of the files below `deb.root`, those of
 * its endings, by their paths below it. Links are left out: each is another name of a file that is there.
 * @throws UserError for a file that is damaged, unpacks to more than its budget, or would write outside of the folder
 */
export async function unpackDeb(path: string, deb: PinnedDeb, folder: string): Promise<string> {
  const remedy = 'remove it and run the command again.';
  const budget = createReadingBudget(path, 'dataset', LIMITS);
  await makeFolder(folder);
  const tar = join(folder, 'data.tar');
  let member: DebMember;
  try {
    member = await findDebMember(await openByteRange(path, budget, remedy), 'data.tar.xz');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} is damaged (${(error as Error).message}); ${remedy}`, { cause: error });
  }
  await decompress(path, member, tar, budget, remedy, `unpacking ${deb.name}`);
  const bytes = await openByteRange(tar, budget, remedy);
  const files = join(folder, 'files');
  let made = '';
  for await (const { name, offset, size } of indexTar(bytes, path, remedy, { budget })) {
    const inside = usedPath(name, deb);
    if (inside === undefined) continue;
    if (!isPlainPath(inside))
      throw new UserError(`${path} holds ${JSON.stringify(name)}, outside of its folder; ${remedy}`);
    const to = join(files, inside);
    if (dirname(to) !== made) await makeFolder((made = dirname(to)));
    // The whole folder is hashed before it is used: it need not be safe before.
    await writeFile(to, await bytes.read(offset, size));
  }
  return files;
}

/** Where a file goes; undefined for one that is not used. */
function usedPath(name: string, { root, endings }: PinnedDeb): string | undefined {
  const path = name.replace(/^\.\//, '');
  return path.startsWith(root) && endings.some((ending) => path.endsWith(ending)) ? path.slice(root.length) : undefined;
}

const isPlainPath = (path: string): boolean =>
  !/[\\:\p{Cc}]/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Unpacks xz into a file, as long as the budget allows. */
async function decompress(
  path: string,
  { offset, size }: DebMember,
  to: string,
  budget: ReadingBudget,
  remedy: string,
  label: string,
): Promise<void> {
  const progress = startProgress(label, 'MB');
  const signal = interruptSignal();
  let shown = 0;
  let total = 0;
  const packed = Readable.toWeb(createReadStream(path, { start: offset, end: offset + size - 1 }));
  const counted = new Transform({
    transform(chunk: Uint8Array, _, done) {
      try {
        budget.takeBytes(chunk.length);
        total += chunk.length;
        progress.advance(Math.floor(total / MEGABYTE) - shown);
        shown = Math.floor(total / MEGABYTE);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  try {
    const unpacked = new xz.XzReadableStream(packed as ReadableStream<Uint8Array>);
    await pipeline(
      Readable.fromWeb(unpacked as never),
      counted,
      createWriteStream(to),
      ...(signal ? [{ signal }] : []),
    );
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    if (error instanceof UserError || error instanceof Interrupted || 'syscall' in (error as Error)) throw error;
    throw new UserError(`${path} is damaged (it cannot be unpacked); ${remedy}`, { cause: error });
  } finally {
    progress.finish();
  }
}
