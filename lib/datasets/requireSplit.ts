import { requireWhole } from '../io/requireWhole.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ImageSplit } from './imageSplit.js';

/** Refuses what is no split of a dataset, and one that is sealed still. @throws UserError */
export function requireSplit(split: unknown): asserts split is ImageSplit {
  const { labels, read, open } = (split ?? {}) as Partial<ImageSplit> & { open?: unknown };
  if (typeof open === 'function' && read === undefined)
    throw new UserError('the split is sealed: decide everything on validation, then take what its open() gives.');
  if (!ArrayBuffer.isView(labels) || typeof read !== 'function')
    throw new UserError(`the split is ${told(split)}, expected one of a dataset, such as its train.`);
}

/** Refuses positions that are no list of whole numbers within the split. @throws UserError */
export function requirePositions(positions: unknown, { labels }: ImageSplit): asserts positions is ArrayLike<number> {
  const last = labels.length - 1;
  if (!Array.isArray(positions) && (!ArrayBuffer.isView(positions) || positions instanceof DataView))
    throw new UserError(`the positions are ${told(positions)}, expected a list of whole numbers from 0 to ${last}.`);
  for (const position of positions as Iterable<unknown>) requireWhole(position, 'the position of an image', 0, last);
}
