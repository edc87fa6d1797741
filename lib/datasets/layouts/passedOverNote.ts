/** So many names are told of those that are passed over. */
export const TOLD = 3;

/** A sentence about what a reading passed over, with the first of its names. */
export function passedOverNote(where: string, what: string, names: readonly string[]): string {
  const first = names.slice(0, TOLD).join(', ');
  return `${where}: passed over ${what} (${first}${names.length > TOLD ? ', ...' : ''}).`;
}
