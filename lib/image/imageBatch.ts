/** Images of one size as bytes: RGB, [count, height, width, 3], 0..255. */
export interface ImageBatch {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}
