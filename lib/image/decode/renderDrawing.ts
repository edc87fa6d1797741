import sharp from 'sharp';
import { MAX_PIXELS } from './pixelsInFlight.js';
import { svgDocument, svgStatedSize } from './svgDocument.js';

/** A page is drawn with its longer side about so many times the image's: a drawing may lie in a corner of it. */
const PAGE_SCALE = 10;
/** Dots per inch at which an SVG has the size it states, and the most that the renderer takes. */
const SVG_DPI = 72;
const MAX_DPI = 2400;
const SECONDS = 20;
/** What is nearly white is page. */
const PAGE_WHITE = 250;
/** So much of the image is left white on each side. */
const MARGIN = 0.04;

/** The declaration names an encoding that the text no longer has. */
const DECLARATION = /^\ufeff?\s*<\?xml[^>]*\?>/;

/**
 * Draws what an SVG document has on its page, on white at `size` x `size` pixels, in proportion and centered, whatever
 * size the page states and wherever on it the drawing lies. Returns RGB bytes [size, size, 3].
 * @throws Error for a document that cannot be drawn, or states more pixels than are drawn
 */
export async function renderDrawing(svg: string, size: number): Promise<Uint8Array> {
  const document = svgDocument(Buffer.from(svg.replace(DECLARATION, '')));
  const page = sharp(document, { limitInputPixels: false, density: SVG_DPI });
  const { width, height } = await page.metadata();
  for (const [x, y] of [svgStatedSize(document), [width, height] as const])
    if (Math.max(x, y, x * y) > MAX_PIXELS) throw new Error(`it claims ${x} x ${y} pixels, more than ${MAX_PIXELS}`);
  const dpi = Math.round((SVG_DPI * PAGE_SCALE * size) / Math.max(width, height));
  const drawn = await sharp(document, { limitInputPixels: MAX_PIXELS, density: Math.max(1, Math.min(MAX_DPI, dpi)) })
    .flatten({ background: '#fff' })
    .toColorspace('srgb')
    .timeout({ seconds: SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info } = drawn;
  if (info.channels !== 3) throw new Error(`rendering gave ${info.channels} channels, expected 3`);
  const margin = Math.round(MARGIN * size);
  const inner = size - 2 * margin;
  return sharp(drawn.data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract(drawnBox(drawn.data, info.width, info.height))
    .resize(inner, inner, { fit: 'contain', background: '#fff' })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#fff' })
    .toColorspace('srgb')
    .raw()
    .toBuffer();
}

/** The smallest box that holds all that is not white; the whole page where that is nothing. */
function drawnBox(pixels: Uint8Array, width: number, height: number) {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      if (Math.min(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!) >= PAGE_WHITE) continue;
      if (y < top) top = y;
      bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
    }
  }
  return bottom < 0
    ? { left: 0, top: 0, width, height }
    : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
