import { UserError } from '../io/userError.js';
import type { Dataset } from './dataset.js';

/**
 * Refuses a dataset of one class, on which every answer is right.
 * @throws UserError saying where class folders are expected
 * @example requireClasses(await loadDataset('flags'));
 */
export function requireClasses({ title, classNames }: Pick<Dataset, 'title' | 'classNames'>): void {
  if (classNames.length >= 2) return;
  const found = classNames.length === 1 ? `one class, "${classNames[0]}"` : 'no classes';
  throw new UserError(
    `${title} has ${found}, where two or more are told apart: give a folder with a folder of images a class right in it, ` +
      `or right in its train/ and test/.`,
  );
}
