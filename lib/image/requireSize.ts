import { requireWhole } from '../io/requireWhole.js';

/** Images of more pixels a side are of no model, and of no memory. */
const LARGEST = 2 ** 14;

/** Refuses a size, in pixels a side, that no image is made in. @throws UserError */
export function requireSize(size: unknown, what = 'the image size'): void {
  requireWhole(size, what, 1, LARGEST);
}
