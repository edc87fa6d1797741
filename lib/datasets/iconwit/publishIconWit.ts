import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { iconWitFolder } from './manifest.js';

/** What a checkout holds of the dataset: everything about it, and none of its images but a few. */
export const PUBLISHED_FILES = [
  'manifest.json',
  'summary.json',
  'ATTRIBUTION.md',
  'training-images.bin',
  'samples.tar',
];

/** Copies a built dataset's statistics to where the notebook and the tests read them. */
export async function publishIconWit(cache: string, to = join(dataDirectory(), 'iconwit')): Promise<void> {
  for (const name of PUBLISHED_FILES) {
    const path = join(iconWitFolder(cache), name);
    const content = await readFile(path).catch(() => undefined);
    if (!content) throw new UserError(`${path} is missing; build the dataset again with "cliplab data build iconwit".`);
    await writeFileAtomic(join(to, name), content);
  }
}
