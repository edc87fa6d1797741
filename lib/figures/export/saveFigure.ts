import { join } from 'node:path';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { csvText } from '../../io/csvText.js';
import { drawFigure } from './drawFigure.js';
import { isFigure, type Figure } from '../figure.js';
import { attribute } from '../charts/wrapText.js';
import { requireText } from '../../io/requireText.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { checkFigureName } from './figureName.js';
import { figuresPage } from './figuresPage.js';
import { ownScript } from './pageScript.js';

/** A drawing that says to those who cannot see it what it is. */
const labeledSvg = (svg: Buffer, caption: string): Buffer =>
  Buffer.from(
    svg
      .toString()
      .replace('<svg ', () => `<svg role="img" aria-label="${attribute(caption).replaceAll(/\p{Cc}/gu, ' ')}" `),
  );

/** The image files and the numbers of a figure: `<name>.png` (two pixels per CSS pixel), `.svg`, `.csv`. */
export async function saveImages(figure: Figure, folder: string, name: string = figure.name): Promise<void> {
  checkFigureName(name);
  const base = join(folder, name);
  await writeFileAtomic(`${base}.png`, await drawFigure(figure, 'png'));
  await writeFileAtomic(`${base}.svg`, labeledSvg(await drawFigure(figure, 'svg'), figure.caption));
  await writeFileAtomic(`${base}.csv`, csvText(figure.table));
}

/**
 * Saves a figure as `<name>.html` (interactive, works offline and alone), `.png`, `.svg` and `.csv` (its tidy table).
 * @returns the paths without extension.
 * @throws UserError before set-up, and for a name that cannot be a file's; the system's error when the folder cannot be
 *   written.
 * @example
 * const log = await readTrainingLog('mini-rn');
 * await saveFigure(trainingFigure(log, { name: 'loss' }), 'figures'); // loss.html, .png, .svg and .csv
 */
export async function saveFigure(figure: Figure, folder: string): Promise<string> {
  if (!isFigure(figure))
    throw new UserError(`the figure is ${told(figure)}, expected what a function of figures gives.`);
  requireText(folder, 'the folder');
  await saveImages(figure, folder);
  await writeFileAtomic(join(folder, `${figure.name}.html`), figuresPage(figure.name, [figure], await ownScript()));
  return join(folder, figure.name);
}
