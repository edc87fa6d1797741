import { stat } from 'node:fs/promises';
import { filledImageFolder } from '../../image/imageFolder.js';
import { imageFile, type ImageSource } from '../../image/imageSource.js';
import { requireText } from '../../io/requireText.js';
import { sayOnce } from '../../io/sayOnce.js';
import { systemStorageError } from '../../io/storageError.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/**
 * Image files by path, to be read when their turn comes: JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF and SVG. Of a folder all
 * images in it, however deep; what is passed over there is said on standard error.
 * @param paths a path, or several
 * @returns one source an image, in the order of the paths, those of a folder by name
 * @throws UserError for a path where nothing is, and for a folder without images
 * @example
 * const images = await loadImages(['cat.jpg', 'holiday/']);
 */
export async function loadImages(paths: string | readonly string[]): Promise<ImageSource[]> {
  const list = typeof paths === 'string' ? [paths] : paths;
  if (!Array.isArray(list) || list.length === 0)
    throw new UserError(`the paths are ${told(paths)}, expected the path of an image or a folder, or a list of them.`);
  const images: ImageSource[] = [];
  for (const [k, path] of (list as readonly string[]).entries()) {
    requireText(path, `path ${k + 1}`);
    const found = await stat(path).catch((error: unknown) => {
      throw systemStorageError(error) ?? error;
    });
    if (!found.isDirectory()) {
      images.push(imageFile(path));
      continue;
    }
    const { files, passedOver } = await filledImageFolder(path);
    if (passedOver !== '') sayOnce(`${path}: passed over ${passedOver}.`);
    images.push(...files.map((file) => imageFile(file.path)));
  }
  return images;
}
