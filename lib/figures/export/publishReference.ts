import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { readClaims } from '../ledger/claims.js';
import { publishingLock, readPublished } from './figureFiles.js';
import { indexPage } from './indexPage.js';

/** Where the reference of `lib` lies in the folder of figures, and its first page. */
const REFERENCE = 'api';
const FIRST_PAGE = 'index.html';

/**
 * Writes `index.html` of what is published in the folder, for whoever holds its lock. The reference is linked where it
 * is there.
 */
export async function writeIndexPage(figures: string): Promise<void> {
  const reference = existsSync(join(figures, REFERENCE, FIRST_PAGE)) ? `${REFERENCE}/${FIRST_PAGE}` : undefined;
  const page = indexPage(await readPublished(figures), await readClaims(), { reference });
  await writeFileAtomic(join(figures, 'index.html'), page);
}

/**
 * Moves a reference that was made elsewhere on the same disk into the folder of figures, in place of an earlier one,
 * and links it from `index.html`.
 * @returns the path of its first page
 */
export async function publishReference(made: string, figures: string): Promise<string> {
  const place = join(figures, REFERENCE);
  await withFileLock(publishingLock(figures), async () => {
    await rm(place, { recursive: true, force: true });
    await rename(made, place);
    await writeIndexPage(figures);
  });
  return join(place, FIRST_PAGE);
}
