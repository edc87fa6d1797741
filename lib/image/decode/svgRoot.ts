const SPACE = new Set(' \t\r\n\f\v\ufeff');
const QUOTES = `"'`;
/** What may follow the root's name. */
const NAME_END = new Set([...' \t\r\n>/']);
const ROOT_NAME = /^(?:[A-Za-z_][\w.-]{0,63}:)?svg$/;
const LONGEST_NAME = 80;

/** Where an SVG's root element begins, and its document type, which may hold entities that the drawing uses. */
export interface SvgRoot {
  readonly start: number;
  readonly doctype: string;
}

/**
 * Looks for the root of an SVG behind white space, processing instructions, comments and a document type, in one pass
 * over `text`. Undefined where something else comes first, or the text ends before it.
 */
export function svgRoot(text: string): SvgRoot | undefined {
  let doctype = '';
  for (let at = 0; ;) {
    while (at < text.length && SPACE.has(text[at]!)) at++;
    if (text[at] !== '<') return undefined;
    if (text.startsWith('<?', at)) at = endOf(text, '?>', at + 2);
    else if (text.startsWith('<!--', at)) at = endOf(text, '-->', at + 4);
    else if (text.slice(at, at + 9).toUpperCase() === '<!DOCTYPE') {
      const end = doctypeEnd(text, at + 9);
      doctype = text.slice(at, end);
      at = end;
    } else return isRoot(text, at + 1) ? { start: at, doctype } : undefined;
    if (at > text.length) return undefined;
  }
}

/** The place behind `mark`; past the end of the text where there is none. */
function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length + 1 : at + mark.length;
}

/** A document type ends at its `>` outside of brackets, quotes and comments. */
function doctypeEnd(text: string, from: number): number {
  let inside = false;
  for (let at = from; at < text.length;) {
    const sign = text[at]!;
    if (QUOTES.includes(sign)) at = endOf(text, sign, at + 1);
    else if (text.startsWith('<!--', at)) at = endOf(text, '-->', at + 4);
    else {
      if (sign === '[') inside = true;
      else if (sign === ']') inside = false;
      else if (sign === '>' && !inside) return at + 1;
      at++;
    }
  }
  return text.length + 1;
}

function isRoot(text: string, from: number): boolean {
  let end = from;
  while (end < text.length && end - from <= LONGEST_NAME && !NAME_END.has(text[end]!)) end++;
  return end < text.length && ROOT_NAME.test(text.slice(from, end));
}
