import sharp from 'sharp';

/** Times the side at which the drawing is looked at before its margins are cut: a tenth of it still has detail. */
const LARGER = 8;

/**
 * Draws an SVG on white at `size` x `size` pixels without the empty margins of its page, kept in proportion and
 * centered. Returns RGB bytes [size, size, 3].
 * @throws the renderer's error for a document it cannot read, or that shows nothing
 */
export async function renderTrimmedSvg(svg: string, size: number): Promise<Uint8Array> {
  const large = size * LARGER;
  const page = await sharp(Buffer.from(svg))
    .resize(large, large, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .toColorspace('srgb')
    .png()
    .toBuffer();
  const drawing = await sharp(page).trim({ background: '#fff', threshold: 8 }).toBuffer();
  return sharp(drawing).resize(size, size, { fit: 'contain', background: '#fff' }).removeAlpha().raw().toBuffer();
}
