import sharp from 'sharp';

/**
 * Draws an SVG on white at `size` x `size` pixels (kept in proportion and centered by its own viewBox).
 * Returns RGB bytes [size, size, 3].
 * @throws the renderer's error for a document it cannot read.
 */
export async function renderSvg(svg: string, size: number): Promise<Uint8Array> {
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(size, size, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`rendering gave ${info.channels} channels, expected 3`);
  return data;
}
