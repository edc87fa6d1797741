import { bicubicWindow, type ResizedAxis } from './bicubicWindow.js';
import type { RgbImage } from '../decode/decodeRgb.js';

/** Resizes RGB bytes as Pillow does: bicubic, antialiased, to the bit. */
export function resizePixels(image: RgbImage, height: number, width: number): RgbImage {
  if (image.height === height && image.width === width) return image;
  const whole = (size: number): ResizedAxis => ({ size, begin: 0, count: size });
  const grid = { height: image.height, width: image.width, channels: 3, samples: image.pixels };
  return { height, width, pixels: bicubicWindow(grid, whole(height), whole(width)).samples };
}
