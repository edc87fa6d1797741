import { UserError } from '../io/userError.js';
import { resizedWindow, type SampleGrid } from './resize/bicubicWindow.js';
import { decodeImage } from './decode/decodeImage.js';
import { nearestWindow } from './resize/nearestWindow.js';
import { CHANNELS, type StoredImage } from './decode/storedImage.js';
import { planImage, releasedPreprocessing, type PlannedAxis, type Preprocessing } from './preprocessing.js';
import { premultiply, unpremultiply } from './decode/premultiply.js';
import { requireSize } from './requireSize.js';
import { toRgb } from './decode/toRgb.js';

/**
 * An image file as the released models see it (paper sec 2.4 and the released code): its shorter side resized to `size`
 * pixels in the image's own mode, bicubic (palettes and one-bit images to the nearest pixel), the square in the center
 * cut out, then made RGB. On lossless files, and on JPEG and WebP decoded by the same libraries, equal to openai/CLIP
 * with Pillow to the byte; 16-bit gray keeps its upper eight bits, where Pillow gives white.
 * @param bytes a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or SVG file
 * @param name what errors call the image, e.g. its path
 * @param preprocessing a model's own way, `model.config.preprocessing`, where it is not the released one
 * @returns RGB bytes [size, size, 3]; `toPixels` normalizes them
 * @throws UserError naming the image when it cannot be read, see `decodeImage`
 * @example
 * const [photo] = await loadImages('photo.jpg');
 * const pixels = await preprocess(await photo.read(), 224, photo.name); // 224 * 224 * 3 bytes
 */
export async function preprocess(
  bytes: Uint8Array,
  size: number,
  name?: string,
  preprocessing: Preprocessing = releasedPreprocessing(size),
): Promise<Uint8Array> {
  requireSize(size);
  const image = await decodeImage(bytes, { vectorSize: size, ...(name === undefined ? {} : { name }) });
  return cutImage(image, size, preprocessing, name);
}

/**
 * What a model sees of a decoded image, RGB bytes [size, size, 3].
 * @throws UserError naming an image of another size that is to keep its own
 */
export function cutImage(
  image: StoredImage,
  size: number,
  preprocessing: Preprocessing = releasedPreprocessing(size),
  name = 'The image',
): Uint8Array {
  const { height, width } = image;
  const { down, across } = planImage(height, width, size, preprocessing);
  if (!preprocessing.crop && (down.count !== size || across.count !== size))
    throw new UserError(
      `${name} has ${width} x ${height} pixels, and the model's preprocessing leaves sizes alone: give images of ${size} x ${size}.`,
    );
  const source: StoredImage = preprocessing.rgbFirst
    ? { height, width, mode: 'RGB', samples: toRgb(image.samples, image), indexed: false }
    : image;
  const rgb = toRgb(resizedSamples(source, down, across, preprocessing.filter), source);
  if (down.count === size && across.count === size) return rgb;
  return surround(rgb, down, across, size, fillColor(source, preprocessing.crop?.fill ?? 0));
}

/** The wanted part of an image resized, in its own mode. */
function resizedSamples(
  { height, width, mode, samples, indexed }: StoredImage,
  down: PlannedAxis,
  across: PlannedAxis,
  filter: Preprocessing['filter'],
): Uint8Array {
  const grid: SampleGrid = { height, width, channels: CHANNELS[mode], samples };
  if (indexed || filter === 'nearest') return nearestWindow(grid, down, across).samples;
  const isResized = height !== down.size || width !== across.size;
  if (mode !== 'RGBA' || !isResized) return resizedWindow(grid, down, across, filter).samples;
  return unpremultiply(resizedWindow({ ...grid, samples: premultiply(samples) }, down, across, filter).samples);
}

/** A level of every channel of the image's mode, as RGB. */
function fillColor({ mode, indexed, palette }: StoredImage, fill: number): Uint8Array {
  // An image of one bit a pixel is gray here: whatever is not 0 is white.
  const level = mode === 'L' && indexed && fill > 0 ? 255 : fill;
  const samples = new Uint8Array(CHANNELS[mode]).fill(level);
  return toRgb(samples, { mode, ...(palette && { palette }) });
}

/** An image with a color around it, [size, size, 3]. */
function surround(
  rgb: Uint8Array,
  down: PlannedAxis,
  across: PlannedAxis,
  size: number,
  color: Uint8Array,
): Uint8Array {
  const out = new Uint8Array(size * size * 3);
  for (let k = 0; k < out.length; k += 3) out.set(color, k);
  const stride = across.count * 3;
  for (let y = 0; y < down.count; y++)
    out.set(rgb.subarray(y * stride, (y + 1) * stride), ((down.before + y) * size + across.before) * 3);
  return out;
}
