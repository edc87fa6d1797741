import { pixelHash } from '../iconwit/renderIcon.js';
import type { SourcePicture, TaskSource } from './taskSource.js';

/**
 * The task without pictures of train that are pixel for pixel in validation or test, and without those of validation that are in
 * test: a later drawing may be the earlier one unchanged. Within a part the first of several copies stays.
 * @throws Error where a picture has two labels in test: nobody could tell them apart.
 */
export function withoutCopies(task: TaskSource): TaskSource {
  const seen = new Map<string, number>();
  const keep = (pictures: readonly SourcePicture[], label: 'test' | 'other'): SourcePicture[] => {
    const part = new Map<string, number>();
    const kept = pictures.filter((picture) => {
      const hash = pixelHash(picture.pixels);
      const other = part.get(hash);
      if (label === 'test' && other !== undefined && other !== picture.label) {
        throw new Error(`${task.name}: ${picture.key} is also a picture of class ${task.classNames[other]}`);
      }
      if (other !== undefined || seen.has(hash)) return false;
      part.set(hash, picture.label);
      return true;
    });
    for (const [hash, of] of part) seen.set(hash, of);
    return kept;
  };
  const test = keep(task.splits.test, 'test');
  const validation = keep(task.splits.validation, 'other');
  const train = keep(task.splits.train, 'other');
  return { ...task, splits: { train, validation, test } };
}
