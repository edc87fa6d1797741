import { svgRoot } from './svgRoot.js';

/** So much of a file is looked through for the root of an SVG. */
const HEAD_BYTES = 1 << 20;
/** Attributes of the root are looked for in so many characters. */
const LONGEST_TAG = 1 << 14;
/** The renderer takes a text for an SVG where it finds this near its beginning. */
const MARK = '<!--<svg-->';

/** Whether a file is an SVG, in any encoding, whatever stands before its root. */
export function isSvg(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD_BYTES);
  // Latin-1 leaves every ASCII byte of the other encodings as it is.
  const encoding = markedEncoding(head) ?? 'latin1';
  // Half a character may be left at the end of the head.
  return svgRoot(new TextDecoder(encoding).decode(head)) !== undefined;
}

/**
 * An SVG as the renderer reads it: UTF-8 without what stands before its root but its document type.
 * @throws Error for an encoding that is unknown, or bytes that are not of it
 */
export function svgDocument(bytes: Uint8Array): Uint8Array {
  const encoding = markedEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8';
  const text = decode(bytes, encoding);
  const root = svgRoot(text);
  if (!root) throw new Error('its root is no svg element');
  return Buffer.from(MARK + root.doctype + text.slice(root.start));
}

/**
 * The width and height that the root of a document from `svgDocument` states in whatever unit, or its view box where it
 * does not; 1 for what neither states.
 */
export function svgStatedSize(document: Uint8Array): [number, number] {
  const text = Buffer.from(document.subarray(0, HEAD_BYTES)).toString();
  const start = svgRoot(text)?.start ?? 0;
  const end = text.indexOf('>', start);
  const tag = text.slice(start, Math.min(start + LONGEST_TAG, end < 0 ? text.length : end));
  const attribute = (name: string): string =>
    new RegExp(`\\s${name}\\s?=\\s?["']([^"'<>]{1,200})["']`).exec(tag)?.[1] ?? '';
  const side = (name: string, k: number): number => {
    const own = attribute(name);
    const view = attribute('viewBox')
      .trim()
      .split(/[\s,]+/);
    return Math.max(1, parseFloat(own === '' || own.includes('%') ? (view[k] ?? '') : own) || 1);
  };
  return [side('width', 2), side('height', 3)];
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`its bytes are no ${encoding.toUpperCase()}, or that encoding is unknown`);
  }
}

/** By a byte order mark, or by how the first sign `<` is stored. */
function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart();
  const end = head.indexOf('?>');
  if (!head.startsWith('<?xml') || end < 0) return undefined;
  return /\bencoding\s?=\s?["']([\w.:-]{1,40})["']/.exec(head.slice(0, end))?.[1];
}
