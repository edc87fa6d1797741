const LONGEST_NAME = 100;

/** A name out of an untrusted file as it stands in a sentence: of one line, and not of any length. */
export function shownName(name: string): string {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  return short.replace(/\p{Cc}/gu, '?');
}
