import { readFileWithin } from '../io/readFileWithin.js';
import { createReadingBudget } from '../io/readingBudget.js';

/** An image file that can be read when its turn comes. */
export interface ImageSource {
  /** What errors call it, e.g. its path. */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/**
 * A file on disk; what is no regular file, or too large for an image, is refused when it is read.
 * @example
 * const batches = decodeBatches([imageFile('cat.jpg'), imageFile('dog.png')], { size: 224, batchSize: 2 });
 */
export function imageFile(path: string): ImageSource {
  return { name: path, read: () => readFileWithin(path, createReadingBudget(path, 'image')) };
}
