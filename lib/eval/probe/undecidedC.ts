import { requireWhole } from '../../io/requireWhole.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { CSearch, SearchStep } from './searchC.js';

/** Why a search has not decided on its C: its scores hardly differ, or the best is at an end of the range. */
export type UndecidedC = 'flat' | 'at the end';

/** Decades of C within which a curve may be flat: the search's first fits are so far apart. */
const DECADES = 2;
const END = 6;

/**
 * Whether the validation images that chose a penalty could tell it from others: not where fits two decades or more
 * apart score within one image of the best, and not where the best stands at the end of the range, beyond which nothing
 * was tried. Fits that were given up say nothing of their score.
 * @param images of the validation split
 * @returns null where C is decided
 * @throws UserError where the search or the number of images is none
 * @example
 * const { model } = await loadModel();
 * const { train, validation } = await embedDataset(model, await loadDataset('weather'));
 * const search = searchC(train, validation, 9);
 * show(undecidedC(search, validation.labels.length) ?? 'decided');
 */
export function undecidedC(search: CSearch, images: number): UndecidedC | null {
  const { C, trace } = (search ?? {}) as Partial<CSearch>;
  if (typeof C !== 'number' || !Array.isArray(trace) || trace.length === 0)
    throw new UserError(`the search is ${told(search)}, expected what searchC gives.`);
  requireWhole(images, 'the number of validation images', 1);
  const chosen = Math.log10(C);
  if (Math.abs(chosen) > END - 1e-9) return 'at the end';
  const ended = (trace as readonly SearchStep[]).filter(({ gaveUp }) => !gaveUp);
  const best = Math.max(...ended.map(({ score }) => score));
  // A little more than an image, for scores are sums of floating-point numbers.
  const near = ended.filter(({ score }) => score >= best - 1 / images - 1e-9).map(({ log10C }) => log10C);
  return Math.max(...near) - Math.min(...near) >= DECADES ? 'flat' : null;
}
