import type { ResizedAxis } from './resize/bicubicWindow.js';
import type { FilterName } from './resize/resampling.js';

/**
 * How a model's owners make images fit its input, where it is not how the released models do: the shorter side resized
 * (bicubic), the square in the center cut out.
 */
export interface Preprocessing {
  /** Made RGB before anything else, as `transformers` does; else in the image's own mode, and RGB at the end. */
  readonly rgbFirst: boolean;
  /**
   * To what size: the shorter or the longer side of so many pixels, or both; undefined where images keep their size. A
   * side that follows is rounded down where the shorter one is given, and to the nearest where the longer one is, as
   * their owners do.
   */
  readonly resize?: Resize;
  /** `nearest` also for palettes and one-bit images, whatever is said here, unless they are made RGB first. */
  readonly filter: FilterName | 'nearest';
  /** What is cut out of the center, to the size of the model's input; undefined where nothing is. */
  readonly crop?: Crop;
}

/** How an image is resized before it is cut. */
export type Resize =
  | { readonly side: 'shorter' | 'longer'; readonly size: number }
  | { readonly side: 'both'; readonly height: number; readonly width: number };

/** The part that is cut out of a resized image. */
export interface Crop {
  /**
   * Where the middle lies between two pixels: at the even place (torchvision, open_clip), or up and to the left
   * (`transformers`).
   */
  readonly rounding: 'even' | 'down';
  /** What surrounds an image that is smaller: a level, 0..255, of every channel of its mode. */
  readonly fill: number;
}

/** How the released models see images of any size (paper sec 2.4 and the released code). */
export const releasedPreprocessing = (size: number): Preprocessing => ({
  rgbFirst: false,
  resize: { side: 'shorter', size },
  filter: 'bicubic',
  crop: { rounding: 'even', fill: 0 },
});

/** One axis of an image on its way: resized, of that a part, and how much lies before the part in the result. */
export interface PlannedAxis extends ResizedAxis {
  /** Positions before and behind it that are filled. */
  readonly before: number;
}

/** Python's rounding, to the even one of two. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}

function resized(height: number, width: number, resize: Resize | undefined): [number, number] {
  if (!resize) return [height, width];
  if (resize.side === 'both') return [resize.height, resize.width];
  const { side, size } = resize;
  if (side === 'longer') {
    // As timm and open_clip reckon it: one ratio for both.
    const ratio = Math.max(height / size, width / size);
    return [Math.max(1, roundHalfEven(height / ratio)), Math.max(1, roundHalfEven(width / ratio))];
  }
  const shorter = Math.min(height, width);
  const follow = (length: number): number => (length === shorter ? size : Math.trunc((size * length) / shorter));
  return [follow(height), follow(width)];
}

function planAxis(size: number, wanted: number, crop: Crop | undefined): PlannedAxis {
  if (!crop) return { size, begin: 0, count: size, before: 0 };
  if (size < wanted) {
    // transformers puts the odd position before the image, open_clip behind it.
    const before = crop.rounding === 'down' ? Math.ceil((wanted - size) / 2) : Math.floor((wanted - size) / 2);
    return { size, begin: 0, count: size, before };
  }
  const begin = crop.rounding === 'down' ? Math.floor((size - wanted) / 2) : roundHalfEven((size - wanted) / 2);
  return { size, begin, count: wanted, before: 0 };
}

/** Both axes of an image of that size on its way to the model's input of `size` pixels a side. */
export function planImage(
  height: number,
  width: number,
  size: number,
  { resize, crop }: Preprocessing,
): { readonly down: PlannedAxis; readonly across: PlannedAxis } {
  const [tall, wide] = resized(height, width, resize);
  return { down: planAxis(tall, size, crop), across: planAxis(wide, size, crop) };
}
