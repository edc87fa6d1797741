import sharp from 'sharp';

const MAX_PIXELS = 1 << 28;

/**
 * What CLIP does to a picture before normalising: its shorter side resized to `size` (bicubic, antialiased), the centre square cut
 * out (paper sec 2.4 and the released code). What is transparent becomes white.
 * Returns RGB bytes [size, size, 3].
 * @throws the decoder's error for bytes that are no picture.
 */
export async function preprocessImage(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const { data } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(size, size, { fit: 'cover', position: 'centre', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data;
}
