import { join } from 'node:path';
import type { Figure } from '../figures/figure.js';
import { checkFigureName } from '../figures/export/figureName.js';
import { saveImages } from '../figures/export/saveFigure.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

/** Set by the notebook runner: the folder in which each figure that a notebook shows is also saved. */
export const COLLECTION_VARIABLE = 'CLIPLAB_FIGURE_COLLECTION';

/** What the runner needs to make pages of what a notebook showed. */
export interface CollectedFigure {
  /** Position in the notebook, from 0. */
  readonly order: number;
  readonly figure: Figure;
}

const names = new Set<string>();

/**
 * Saves a shown figure for the runner: `<name>.png`, `.svg`, `.csv`, and `.json` with the figure itself.
 * @throws UserError when the notebook shows two figures of one name, as one would hide the other.
 */
export async function collectFigure(figure: Figure): Promise<void> {
  const folder = process.env[COLLECTION_VARIABLE];
  if (!folder) return;
  checkFigureName(figure.name);
  if (names.has(figure.name)) {
    throw new UserError(
      `The notebook shows two figures named "${figure.name}": give one another name, e.g. { name: '${figure.name}-2' }.`,
    );
  }
  const collected: CollectedFigure = { order: names.size, figure };
  names.add(figure.name);
  await saveImages(figure, folder);
  await writeFileAtomic(join(folder, `${figure.name}.json`), JSON.stringify(collected));
}
