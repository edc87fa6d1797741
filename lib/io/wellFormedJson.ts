/**
 * JSON without lone surrogates, which JSON.stringify writes as \\udXXX: a notebook that holds one cannot be saved, and a
 * figure cannot be drawn, as it is no UTF-8. Each becomes U+FFFD.
 * @example wellFormedJson({ title: 'a\ud800' }) // {"title":"a�"}
 */
export function wellFormedJson(part: unknown): string {
  const text = JSON.stringify(part);
  return text.includes('\\ud')
    ? text.replace(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (escape) => (escape.startsWith('\\ud') ? '\ufffd' : escape))
    : text;
}
