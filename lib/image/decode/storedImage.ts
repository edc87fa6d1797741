/** How the samples of a pixel are read; P is an index into a palette. */
export type PixelMode = 'L' | 'P' | 'RGB' | 'RGBA' | 'CMYK';

export const CHANNELS: Readonly<Record<PixelMode, number>> = { L: 1, P: 1, RGB: 3, RGBA: 4, CMYK: 4 };

/** An image as its file stores it, orientation and color profile left alone. */
export interface StoredImage {
  readonly height: number;
  readonly width: number;
  readonly mode: PixelMode;
  /** [height, width, channels of the mode], 0..255 */
  readonly samples: Uint8Array;
  /** From a palette or one bit a pixel: the reference resizes these to the nearest pixel instead of smoothly. */
  readonly indexed: boolean;
  /** RGB, three bytes an entry: the colors of mode P. */
  readonly palette?: Uint8Array;
}
