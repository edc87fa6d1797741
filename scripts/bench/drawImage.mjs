import sharp from 'sharp';

/**
 * An image file drawn from a seed: soft shapes with grain, as photographs compress.
 * @param {{ format: 'jpeg' | 'png' | 'webp', width: number, height: number, alpha?: boolean }} kind
 * @param {import('cliplab').Random} random
 */
export async function drawImage({ format, width, height, alpha }, random) {
  const channels = alpha ? 4 : 3;
  const pixels = new Uint8Array(width * height * channels);
  const waves = Array.from({ length: 6 }, () => [random.next() * 0.05, random.next() * 0.05, random.next() * 6]);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const [a = 0, b = 0, phase = 0] = waves[c + (x > y ? 2 : 0)] ?? [];
        pixels[(y * width + x) * channels + c] =
          128 + 100 * Math.sin(a * x + b * y + phase) + 24 * (random.next() - 0.5);
      }
  return sharp(pixels, { raw: { width, height, channels } })
    .toFormat(format, format === 'png' ? { compressionLevel: 6 } : { quality: 90 })
    .toBuffer();
}
