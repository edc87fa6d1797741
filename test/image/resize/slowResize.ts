import type { SampleGrid } from '../../../lib/image/resize/bicubicWindow.js';

const ONE = 2 ** 22;

/** Keys' cubic, a = -0.5. */
function cubic(x: number): number {
  const d = Math.abs(x);
  return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? (((d - 5) * d + 8) * d - 4) * -0.5 : 0;
}

/** Input positions and whole-number weights of one output position. */
function slowWeights(inSize: number, outSize: number, x: number): [position: number, weight: number][] {
  const scale = inSize / outSize;
  const stretch = Math.max(scale, 1);
  const center = (x + 0.5) * scale;
  const from = Math.max(0, Math.trunc(center - 2 * stretch + 0.5));
  const to = Math.min(inSize, Math.trunc(center + 2 * stretch + 0.5));
  const positions = Array.from({ length: to - from }, (_, k) => from + k);
  const shares = positions.map((position) => cubic((position - center + 0.5) * (1 / stretch)));
  const sum = shares.reduce((a, b) => a + b, 0);
  return positions.map((position, k) => [
    position,
    Math.sign(shares[k]!) * Math.round(Math.abs((shares[k]! / sum) * ONE)),
  ]);
}

const toByte = (sum: number): number => Math.min(255, Math.max(0, Math.floor(sum / ONE + 0.5)));

/** Pillow's bicubic resize of a whole image, one sample after the other. */
export function slowResize(
  { height, width, channels, samples }: SampleGrid,
  outHeight: number,
  outWidth: number,
): SampleGrid {
  const across = new Uint8Array(height * outWidth * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < outWidth; x++)
      for (let c = 0; c < channels; c++) {
        const weighted = slowWeights(width, outWidth, x).map(
          ([from, weight]) => weight * samples[(y * width + from) * channels + c]!,
        );
        across[(y * outWidth + x) * channels + c] = toByte(weighted.reduce((a, b) => a + b, 0));
      }
  const out = new Uint8Array(outHeight * outWidth * channels);
  for (let y = 0; y < outHeight; y++)
    for (let k = 0; k < outWidth * channels; k++) {
      const weighted = slowWeights(height, outHeight, y).map(
        ([from, weight]) => weight * across[from * outWidth * channels + k]!,
      );
      out[y * outWidth * channels + k] = toByte(weighted.reduce((a, b) => a + b, 0));
    }
  return { height: outHeight, width: outWidth, channels, samples: out };
}
