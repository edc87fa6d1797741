import { UserError } from '../io/userError.js';
import { bicubicWindow } from './bicubicWindow.js';
import { centreSquare } from './centreSquare.js';
import { decodePicture } from './decodePicture.js';
import { nearestWindow } from './nearestWindow.js';
import { CHANNELS, type Picture } from './picture.js';
import { premultiply, unpremultiply } from './premultiply.js';
import { toRgb } from './toRgb.js';

/**
 * A picture file as the released models see it (paper sec 2.4 and the released code): its shorter side resized to `size`
 * pixels in the picture's own mode, bicubic (palettes and one-bit pictures to the nearest pixel), the square in the centre cut out,
 * then made RGB. On lossless files, and on JPEG and WebP decoded by the same libraries, equal to openai/CLIP with Pillow to the
 * byte; 16-bit grey keeps its upper eight bits, where Pillow gives white.
 * @param bytes a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG file
 * @param name what errors call the picture, e.g. its path
 * @returns RGB bytes [size, size, 3]; `toPixels` normalises them
 * @throws UserError naming the picture when it cannot be read, see `decodePicture`
 */
export async function preprocess(bytes: Uint8Array, size: number, name?: string): Promise<Uint8Array> {
  if (!Number.isInteger(size) || size < 1)
    throw new UserError(`The picture size must be a whole number of pixels, 1 or more, not ${size}.`);
  const picture = await decodePicture(bytes, { vectorSize: size, ...(name === undefined ? {} : { name }) });
  return cutCentre(picture, size);
}

/** The resized square in a decoded picture's centre, RGB bytes [size, size, 3]. */
export function cutCentre(picture: Picture, size: number): Uint8Array {
  const { height, width, mode, samples, indexed } = picture;
  const { down, across } = centreSquare(height, width, size);
  const grid = { height, width, channels: CHANNELS[mode], samples };
  if (indexed) return toRgb(nearestWindow(grid, down, across).samples, picture);
  const isResized = height !== down.size || width !== across.size;
  if (mode !== 'RGBA' || !isResized) return toRgb(bicubicWindow(grid, down, across).samples, picture);
  const mixed = bicubicWindow({ ...grid, samples: premultiply(samples) }, down, across);
  return toRgb(unpremultiply(mixed.samples), picture);
}
