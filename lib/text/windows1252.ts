/**
 * Windows-1252 from 0x80 to 0x9f, the five unused places kept as controls. (Node 20's own decoder reads them as
 * Latin-1.)
 */
export const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const bytes = new Map([...WINDOWS_1252].map((character, k) => [character, 0x80 + k]));

/**
 * The byte that a character is in Windows-1252, or in Latin-1 where a control stands for its byte; undefined for
 * others.
 */
export function windows1252Byte(character: string): number | undefined {
  const code = character.charCodeAt(0);
  return bytes.get(character) ?? (code < 0x100 ? code : undefined);
}
