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
  const list: unknown = ArrayBuffer.isView(positions) ? Array.from(positions as Int32Array) : positions;
  const wrong = Array.isArray(list)
    ? (list as unknown[]).find((k) => !(Number.isInteger(k) && Number(k) >= 0 && Number(k) < labels.length))
    : positions;
  if (wrong === undefined && Array.isArray(list) && !list.includes(undefined)) return;
  throw new UserError(
    Array.isArray(list)
      ? `the position of an image is ${told(wrong)}, expected a whole number from 0 to ${labels.length - 1}.`
      : `the positions are ${told(positions)}, expected a list of whole numbers from 0 to ${labels.length - 1}.`,
  );
}
