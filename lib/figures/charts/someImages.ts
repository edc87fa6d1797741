import { UserError } from '../../io/userError.js';
import type { ImageBatch } from '../../image/imageBatch.js';

/**
 * Images that a figure can show.
 * @throws UserError where there are none
 */
export function someImages(figure: string, images: ImageBatch): void {
  if (images.count > 0) return;
  throw new UserError(`${figure}: there are no images, and at least one is drawn: hand over some.`);
}
