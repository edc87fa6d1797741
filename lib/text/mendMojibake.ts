import { WINDOWS_1252, windows1252Byte } from './windows1252.js';

/** Any byte 0x80 to 0xbf of UTF-8, read as Windows-1252 or Latin-1. */
const NEXT = `[\\x80-\\xbf${WINDOWS_1252}]`;
/** A character of UTF-8 in two to four bytes, read so. */
const BROKEN = new RegExp(`[\\xc2-\\xdf]${NEXT}|[\\xe0-\\xef]${NEXT}{2}|[\\xf0-\\xf4]${NEXT}{3}`, 'gu');
/** Several of them side by side hardly ever are anything else. */
const RUN = new RegExp(`(?:${BROKEN.source}){2,}`, 'gu');
const ANY_LEAD = /[\xc2-\xf4]/u;
const NOT_ASCII = /[^\0-\x7f]/u;

/**
 * Leads of two bytes that hardly ever stand before a sign in real text: Â, Ã, Greek's and Cyrillic's, Hebrew's and
 * Arabic's.
 */
const TELLING_PAIR = /^[\xc2\xc3\xce-\xd1\xd7-\xd9]/u;
/** What is broken beyond doubt even beside sound text: Â or Ã before a sign that closes no quotation, â€…, ðŸ…. */
const TELLING_ALONE = new RegExp(`^(?:[\\xc2\\xc3](?![‘’“”‚„…–—•\\x91-\\x97])|\\xe2[\\x80€\\x82‚]|\\xf0[\\x9fŸ])`, 'u');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Mends UTF-8 that was read as Windows-1252 or Latin-1 ("schÃ¶n" for "schön"), as often as it happened. Where all that
 * is not ASCII is broken so, everything is mended, unless it is one single pair that could be meant; in a text with
 * sound letters too, only several pairs side by side and what is broken beyond doubt.
 */
export function mendMojibake(text: string): string {
  let mended = text;
  for (let before = ''; before !== mended && ANY_LEAD.test(mended);) {
    before = mended;
    mended = mendOnce(mended);
  }
  return mended;
}

function mendOnce(text: string): string {
  const pieces = [...text.matchAll(BROKEN)].map(([piece]) => piece).filter((piece) => decode(piece) !== undefined);
  if (pieces.length === 0) return text;
  const rest = text.replace(BROKEN, (piece) => (decode(piece) === undefined ? piece : ''));
  const isWhole = !NOT_ASCII.test(rest);
  const first = pieces[0]!;
  if (isWhole && pieces.length === 1 && first.length === 2 && !TELLING_PAIR.test(first)) return text;
  const mend = (broken: string): string => broken.replace(BROKEN, (piece) => decode(piece) ?? piece);
  if (isWhole) return mend(text);
  return text.replace(RUN, mend).replace(BROKEN, (piece) => (TELLING_ALONE.test(piece) ? mend(piece) : piece));
}

function decode(piece: string): string | undefined {
  try {
    return utf8.decode(Uint8Array.from([...piece].map((character) => windows1252Byte(character) as number)));
  } catch {
    return undefined;
  }
}
