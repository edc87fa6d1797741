import { drawOnWhite } from './drawOnWhite.js';

/**
 * Draws an SVG on white at `size` x `size` pixels (kept in proportion and centered by its own viewBox).
 * Returns RGB bytes [size, size, 3].
 * @throws the renderer's error for a document it cannot read.
 */
export function renderSvg(svg: string, size: number): Promise<Uint8Array> {
  return drawOnWhite(Buffer.from(svg), size);
}
