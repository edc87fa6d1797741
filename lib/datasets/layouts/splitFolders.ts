import { UserError } from '../../io/userError.js';
import type { SplitName } from '../suite/taskSource.js';

/** What the folder of a split may be called, in any case. */
export const SPLIT_FOLDERS: Readonly<Record<SplitName, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val'],
  test: ['test', 'testing'],
};

/**
 * Which of a dataset's folders is that of a split; undefined where none is.
 * @throws UserError where several are, for nothing tells which is meant
 */
export function splitFolder(names: readonly string[], split: SplitName, where: string): string | undefined {
  const found = names.filter((name) => SPLIT_FOLDERS[split].includes(name.toLowerCase()));
  if (found.length > 1)
    throw new UserError(
      `${where} has ${found.length} folders for the ${split} images, ${found.join(' and ')}; keep one of them.`,
    );
  return found[0];
}
