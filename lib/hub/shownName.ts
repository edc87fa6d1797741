const LONGEST_NAME = 100;

/** A name out of an untrusted file as it stands in a sentence: of one line, to be seen, and not of any length. */
export function shownName(name: string): string {
  if (name.trim() === '') return JSON.stringify(name);
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  return short.replace(/\p{Cc}/gu, '?');
}

/** The first of some names, as they stand in a sentence. */
export function shownNames(names: Iterable<string>): string {
  const [a, b, c, ...more] = names;
  const shown = [a, b, c].flatMap((name) => (name === undefined ? [] : [shownName(name)]));
  return shown.join(', ') + (more.length > 0 ? ', ...' : '');
}
