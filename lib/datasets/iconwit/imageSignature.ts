import type { RgbImage } from '../../image/decode/decodeRgb.js';

/** Blocks a side of a signature. */
const SIGNATURE_SIDE = 16;

/** Blocks a side of the coarser grid that the key is read from, one more across: neighbors are compared. */
const KEY_ROWS = 7;

/** A difference of gray levels that counts as an edge. */
const EDGE = 6;

/**
 * An image made small: gray means of 16 x 16 blocks, [256], row by row. Two drawings that look alike have nearly the
 * same.
 */
export function imageSignature({ height, width, pixels }: RgbImage): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_SIDE ** 2);
  for (let by = 0; by < SIGNATURE_SIDE; by++) {
    for (let bx = 0; bx < SIGNATURE_SIDE; bx++) {
      const [top, bottom] = span(by, height);
      const [left, right] = span(bx, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = 3 * (y * width + left); at < 3 * (y * width + right); at += 3) {
          sum += 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
        }
      }
      signature[by * SIGNATURE_SIDE + bx] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  return signature;
}

/**
 * A perceptual hash of a signature, 49 bits as a whole number: bit k is set where the k-th of 7 x 8 blocks is darker
 * than its left neighbor by an edge. Images that look alike agree in all of its bits or differ in few.
 */
export function signatureKey(signature: Uint8Array): number {
  let key = 0;
  for (let y = 0; y < KEY_ROWS; y++) {
    const row = Array.from({ length: KEY_ROWS + 1 }, (_, x) => blockMean(signature, y, x));
    for (let x = 0; x < KEY_ROWS; x++) key = 2 * key + (row[x]! - row[x + 1]! > EDGE ? 1 : 0);
  }
  return key;
}

/** The keys that differ from `key` in one bit. */
export function* neighborKeys(key: number): Generator<number> {
  for (let bit = 0, value = 1; bit < KEY_ROWS ** 2; bit++, value *= 2) {
    yield Math.floor(key / value) % 2 === 1 ? key - value : key + value;
  }
}

/** Mean difference of gray levels, 0..255. */
export function signatureDistance(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(a[k]! - b[k]!);
  return sum / a.length;
}

function span(block: number, length: number): [number, number] {
  const from = Math.floor((block * length) / SIGNATURE_SIDE);
  return [from, Math.max(from + 1, Math.floor(((block + 1) * length) / SIGNATURE_SIDE))];
}

/** Mean of the signature over block (y, x) of a grid of 7 x 8. */
function blockMean(signature: Uint8Array, y: number, x: number): number {
  const top = Math.floor((y * SIGNATURE_SIDE) / KEY_ROWS);
  const bottom = Math.ceil(((y + 1) * SIGNATURE_SIDE) / KEY_ROWS);
  const left = 2 * x;
  let sum = 0;
  for (let r = top; r < bottom; r++) {
    sum += signature[r * SIGNATURE_SIDE + left]! + signature[r * SIGNATURE_SIDE + left + 1]!;
  }
  return sum / (2 * (bottom - top));
}
