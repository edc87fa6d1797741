import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../io/userError.js';
import { withFileLock } from '../../io/withFileLock.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { isFigure, type Figure } from '../figure.js';
import { checkFigureName } from './figureName.js';
import { figuresPage } from './figuresPage.js';
import { SHARED_SCRIPT, sharedScript } from './pageScript.js';
import { plotlyScriptPath } from './plotlyScript.js';

/**
 * A figure of a notebook as it lies in `figures/`: `<notebook>-<name>.png`, `.svg`, `.csv`, and `.json` with this in
 * it.
 */
export interface PublishedFigure {
  readonly notebook: string;
  /** Position in the notebook, from 0. */
  readonly order: number;
  readonly figure: Figure;
}

const EXTENSIONS = ['png', 'svg', 'csv'] as const;

export const publishedName = ({ notebook, figure }: PublishedFigure): string => `${notebook}-${figure.name}`;

/** What a file tells of a figure; what is none is named on standard error and passed over. */
function asPublished(text: string, path: string): PublishedFigure | undefined {
  try {
    const { notebook = '', order, figure } = JSON.parse(text) as PublishedFigure;
    checkFigureName(figure.name);
    const named = [notebook, figure.caption].every((words) => typeof words === 'string');
    // A notebook is named as its page's file is, and in that page's address.
    const addressable = named && !/\p{Surrogate}|[/\\\0]/u.test(notebook);
    if (addressable && isFigure(figure) && Number.isFinite(order)) return { notebook, order, figure };
  } catch {
    // said below
  }
  process.stderr.write(`cliplab: ${path} is no figure of a notebook and is passed over.\n`);
  return undefined;
}

/** Every figure in the folder, by notebook and order. */
export async function readPublished(folder: string): Promise<PublishedFigure[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const found = await Promise.all(
    names.map(async (name) => asPublished(await readFile(join(folder, name), 'utf8'), join(folder, name))),
  );
  const figures = found.filter((figure) => figure !== undefined);
  return figures.sort((a, b) => (a.notebook === b.notebook ? a.order - b.order : a.notebook < b.notebook ? -1 : 1));
}

/** Held by whoever changes what is published in a folder, or makes a page of all of it. */
export const publishingLock = (folder: string): string => join(folder, '.working', 'publish.lock');

/**
 * Moves what a notebook's run collected (`<name>.json` and images in `collected`) into `folder`, in place of what an
 * earlier run left there, and writes the notebook's page `<notebook>.html` with all of its figures, beside the one
 * script that all pages draw with. Notebooks
 * that are published at once take turns.
 * @returns how many figures there are.
 */
export async function publishFigures(notebook: string, collected: string, folder: string): Promise<number> {
  return withFileLock(publishingLock(folder), () => replacePublished(notebook, collected, folder));
}

async function replacePublished(notebook: string, collected: string, folder: string): Promise<number> {
  const earlier = await readPublished(folder);
  const fresh = (await readPublished(collected))
    .map((figure) => ({ ...figure, notebook }))
    .sort((a, b) => a.order - b.order);
  for (const figure of fresh) {
    const name = publishedName(figure);
    const other = earlier.find((old) => old.notebook !== notebook && publishedName(old) === name);
    if (other)
      throw new UserError(
        `The notebooks "${notebook}" and "${other.notebook}" both make a figure ${name}: rename one.`,
      );
  }
  for (const old of earlier.filter((figure) => figure.notebook === notebook)) {
    for (const extension of [...EXTENSIONS, 'json'])
      await rm(join(folder, `${publishedName(old)}.${extension}`), { force: true });
  }
  for (const figure of fresh) {
    const name = publishedName(figure);
    for (const extension of EXTENSIONS) {
      await rename(join(collected, `${figure.figure.name}.${extension}`), join(folder, `${name}.${extension}`));
    }
    await writeFileAtomic(join(folder, `${name}.json`), JSON.stringify(figure));
  }
  const page = join(folder, `${notebook}.html`);
  if (fresh.length > 0) {
    await writeFileAtomic(join(folder, SHARED_SCRIPT), await readFile(plotlyScriptPath()));
    await writeFileAtomic(
      page,
      figuresPage(
        notebook,
        fresh.map(({ figure }) => figure),
        sharedScript,
      ),
    );
  } else await rm(page, { force: true });
  return fresh.length;
}
