import type { DecodedImage } from './decodeImage.js';

/** Each output position's first input position and its weights, all rows padded to `taps`. */
interface Resampling {
  readonly taps: number;
  readonly first: Int32Array;
  /** [out, taps], fixed point with 22 fractional bits */
  readonly weights: Int32Array;
}

const FRACTION_BITS = 22;
const ONE = 1 << FRACTION_BITS;

/**
 * Resizes RGB bytes as Pillow does: bicubic with a = -0.5, its support widened when shrinking so that nothing aliases, in whole
 * numbers with 22 fractional bits, rounded after the horizontal and after the vertical pass.
 */
export function resizePixels(image: DecodedImage, height: number, width: number): DecodedImage {
  if (image.height === height && image.width === width) return image;
  const across = image.width === width ? image : { ...image, width, pixels: resizeRows(image, width) };
  return across.height === height ? across : { height, width, pixels: resizeColumns(across, height) };
}

function resizeRows({ height, width, pixels }: DecodedImage, outWidth: number): Uint8Array {
  const { taps, first, weights } = resampling(width, outWidth);
  const out = new Uint8Array(height * outWidth * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let t = 0; t < taps; t++) {
        const weight = weights[x * taps + t]!;
        const from = 3 * (y * width + Math.min(first[x]! + t, width - 1));
        red += weight * pixels[from]!;
        green += weight * pixels[from + 1]!;
        blue += weight * pixels[from + 2]!;
      }
      const to = 3 * (y * outWidth + x);
      out[to] = toByte(red);
      out[to + 1] = toByte(green);
      out[to + 2] = toByte(blue);
    }
  }
  return out;
}

function resizeColumns({ height, width, pixels }: DecodedImage, outHeight: number): Uint8Array {
  const { taps, first, weights } = resampling(height, outHeight);
  const stride = width * 3;
  const out = new Uint8Array(outHeight * stride);
  const sums = new Float64Array(stride);
  for (let y = 0; y < outHeight; y++) {
    sums.fill(0);
    for (let t = 0; t < taps; t++) {
      const weight = weights[y * taps + t]!;
      const from = Math.min(first[y]! + t, height - 1) * stride;
      if (weight !== 0) for (let k = 0; k < stride; k++) sums[k]! += weight * pixels[from + k]!;
    }
    for (let k = 0; k < stride; k++) out[y * stride + k] = toByte(sums[k]!);
  }
  return out;
}

/** Sums stay below 2^53, so floats hold them exactly. */
function toByte(sum: number): number {
  return Math.max(0, Math.min(255, Math.floor((sum + ONE / 2) / ONE)));
}

const kept = new Map<string, Resampling>();

function resampling(inSize: number, outSize: number): Resampling {
  const key = `${inSize}:${outSize}`;
  let found = kept.get(key);
  if (!found) kept.set(key, (found = createResampling(inSize, outSize)));
  return found;
}

function createResampling(inSize: number, outSize: number): Resampling {
  const scale = inSize / outSize;
  const stretch = Math.max(1, scale);
  const support = 2 * stretch;
  const taps = 2 * Math.ceil(support) + 1;
  const first = new Int32Array(outSize);
  const weights = new Int32Array(outSize * taps);
  for (let x = 0; x < outSize; x++) {
    const centre = (x + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inSize, Math.trunc(centre + support + 0.5));
    const row = Array.from({ length: to - from }, (_, k) => bicubic((from + k - centre + 0.5) / stretch));
    const sum = row.reduce((total, weight) => total + weight, 0);
    first[x] = from;
    row.forEach((weight, k) => (weights[x * taps + k] = roundHalfAway((weight / sum) * ONE)));
  }
  return { taps, first, weights };
}

function roundHalfAway(value: number): number {
  return value < 0 ? Math.trunc(value - 0.5) : Math.trunc(value + 0.5);
}

/** Keys' cubic with a = -0.5. */
function bicubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}
