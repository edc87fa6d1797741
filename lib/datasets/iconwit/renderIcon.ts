import { encodePng } from '../../image/decode/encodePng.js';
import { renderDrawing } from '../../image/decode/renderDrawing.js';
import { renderSvg } from '../../image/decode/renderSvg.js';
import { sha256 } from '../../io/sha256.js';

/** What fills the image: an icon's box, or of a drawing on a page what is drawn there. */
export type Fit = 'box' | 'drawing';

/** What became of one SVG. */
export type RenderedIcon =
  | { readonly kind: 'image'; readonly png: Uint8Array; readonly pixelHash: string }
  /** One color all over, e.g. white on white or an animation that starts empty: nothing to learn from. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Draws an SVG document and hashes its pixels: the first 16 hex digits of SHA-256 over RGB bytes. */
export async function renderIcon(svg: string, size: number, fit: Fit): Promise<RenderedIcon> {
  try {
    const pixels = await (fit === 'box' ? renderSvg : renderDrawing)(svg, size);
    if (isBlank(pixels)) return { kind: 'blank' };
    return { kind: 'image', png: await encodePng(pixels, size, size), pixelHash: pixelHash(pixels) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The name of an image by its content. 64 bits: among half a million images two that differ share one with a chance of
 * 1e-8.
 */
export function pixelHash(pixels: Uint8Array): string {
  return sha256(pixels).slice(0, 16);
}

function isBlank(pixels: Uint8Array): boolean {
  for (let k = 3; k < pixels.length; k++) if (pixels[k] !== pixels[k - 3]) return false;
  return true;
}
