import { pixelHash } from '../iconwit/renderIcon.js';
import type { SourceImage, TaskSource } from './taskSource.js';

/**
 * The task without images of train that are pixel for pixel in validation or test, and without those of validation that
 * are in test: a later drawing may be the earlier one unchanged. Within a part the first of several copies stays.
 * @throws Error where an image has two labels in test: nobody could tell them apart.
 */
export function withoutCopies(task: TaskSource): TaskSource {
  const seen = new Map<string, number>();
  const keep = (images: readonly SourceImage[], label: 'test' | 'other'): SourceImage[] => {
    const part = new Map<string, number>();
    const kept = images.filter((image) => {
      const hash = pixelHash(image.pixels);
      const other = part.get(hash);
      if (label === 'test' && other !== undefined && other !== image.label) {
        throw new Error(`${task.name}: ${image.key} is also an image of class ${task.classNames[other]}`);
      }
      if (other !== undefined || seen.has(hash)) return false;
      part.set(hash, image.label);
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
