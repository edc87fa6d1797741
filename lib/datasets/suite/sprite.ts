import sharp from 'sharp';

/** A drawing on nothing. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  /** RGBA bytes [height, width, 4], colors not multiplied by alpha. */
  readonly rgba: Uint8Array;
}

/** Draws an SVG at `size` x `size` pixels. */
export async function renderSprite(svg: string, size: number): Promise<Sprite> {
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(size, size, { fit: 'contain', background: '#0000' })
    .ensureAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`rendering gave ${info.channels} channels, expected 4`);
  return { width: size, height: size, rgba: data };
}
