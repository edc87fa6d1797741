import { gifFrame, type GifFrame } from './gifFrame.js';
import { gifLzw } from './gifLzw.js';
import { isGrayRamp } from './palette.js';
import type { StoredImage } from './storedImage.js';

/** Where the passes of an interlaced image begin, and their steps. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/**
 * Decodes the first frame of a GIF as Pillow does: a transparent pixel has the color that its palette gives it, and so
 * has the canvas around the frame. (The general decoder makes both black.)
 * @throws Error saying what is wrong: no frame, cut short, or more than `maxPixels` pixels claimed
 */
export function decodeGif(bytes: Uint8Array, maxPixels: number): StoredImage {
  const frame = gifFrame(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const { canvasHeight: height, canvasWidth: width, palette } = frame;
  if (width === 0 || height === 0) throw new Error(`its size is ${width} x ${height}`);
  if (width * height > maxPixels) throw new Error(`it claims ${width} x ${height} pixels, more than ${maxPixels}`);
  const indices = onCanvas(gifLzw(frame.compressed, frame.codeBits, frame.width * frame.height), frame);
  if (palette === undefined || isGrayRamp(palette))
    return { height, width, mode: 'L', samples: indices, indexed: false };
  return { height, width, mode: 'P', samples: indices, palette, indexed: true };
}

/** The frame's indices, row after row, at its place on the canvas. */
function onCanvas(indices: Uint8Array, frame: GifFrame): Uint8Array {
  const { canvasHeight, canvasWidth, top, left, height, width, background, interlaced } = frame;
  const isWhole = height === canvasHeight && width === canvasWidth;
  if (isWhole && !interlaced) return indices;
  const canvas = new Uint8Array(canvasHeight * canvasWidth).fill(background);
  let row = 0;
  for (const [first, step] of interlaced ? PASSES : ([[0, 1]] as const)) {
    for (let y = first; y < height; y += step, row++)
      canvas.set(indices.subarray(row * width, (row + 1) * width), (top + y) * canvasWidth + left);
  }
  return canvas;
}
