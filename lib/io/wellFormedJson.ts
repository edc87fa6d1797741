/**
 * JSON without lone surrogates, which are no UTF-8: a notebook that holds one cannot be saved, and no figure be drawn.
 * Each, which JSON.stringify writes as an escape, becomes U+FFFD.
 * @example wellFormedJson({ title: 'a\ud800' }) // {"title":"a�"}
 */
export function wellFormedJson(part: unknown): string {
  const text = JSON.stringify(part);
  return text.includes('\\ud')
    ? text.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (escape) => (escape.startsWith('\\ud') ? '\ufffd' : escape))
    : text;
}
