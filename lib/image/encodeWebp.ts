import sharp from 'sharp';

/** RGB bytes [height, width, 3] as WebP without loss, as small as it gets: for pictures that are committed. */
export async function encodeWebp(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ lossless: true, effort: 6 })
    .toBuffer();
}
