/** Breaks text at spaces into lines of at most `width` characters; a longer word keeps its own line. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Plotly reads a little HTML in its texts; what comes from data must not be read so. */
export const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same for an attribute of a page, in double quotes. */
export const attribute = (text: string): string => plain(text).replaceAll('"', '&quot;');
