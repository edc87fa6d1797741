import sharp from 'sharp';

/**
 * Draws an image file or an SVG document on white at `size` x `size` pixels, kept in proportion and centered. Returns
 * RGB bytes [size, size, 3].
 * @throws the decoder's error for a document it cannot read.
 */
export async function drawOnWhite(document: Uint8Array, size: number): Promise<Uint8Array> {
  const { data, info } = await sharp(document)
    .resize(size, size, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`rendering gave ${info.channels} channels, expected 3`);
  return data;
}
