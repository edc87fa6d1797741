import sharp from 'sharp';

/** One picture as RGB bytes [height, width, 3]. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** More pixels than any photograph here has; a file that claims more is refused before its memory is asked for. */
const MAX_PIXELS = 1 << 28;

/**
 * Decodes PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG bytes; what is transparent becomes white.
 * @throws the decoder's error for bytes that are no picture, are cut short, or claim more than 2^28 pixels.
 */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { height: info.height, width: info.width, pixels: data };
}
