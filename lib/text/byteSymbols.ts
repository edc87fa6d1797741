/**
 * A printable character for each of the 256 bytes, so that merges can be written as text: printable Latin-1 bytes stand
 * for themselves, the others take the characters from U+0100 on. Also gives the order of the first 256 tokens.
 */
function listBytes(): { byte: number; symbol: string }[] {
  const printable: number[] = [];
  for (const [first, last] of [
    [0x21, 0x7e],
    [0xa1, 0xac],
    [0xae, 0xff],
  ] as const) {
    for (let byte = first; byte <= last; byte++) printable.push(byte);
  }
  const rest = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable.includes(byte));
  return [
    ...printable.map((byte) => ({ byte, symbol: String.fromCharCode(byte) })),
    ...rest.map((byte, k) => ({ byte, symbol: String.fromCharCode(0x100 + k) })),
  ];
}

const bytes = listBytes();

/** The symbols of the 256 bytes in the vocabulary's order (not in the order of the bytes). */
export const BYTE_SYMBOLS: readonly string[] = bytes.map(({ symbol }) => symbol);

/** Token id of each byte inside a word; the same plus 256 at a word's end. */
export const BYTE_TOKENS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  bytes.findIndex((entry) => entry.byte === byte),
);

const byteOfSymbol = new Map(bytes.map(({ byte, symbol }) => [symbol, byte]));

/** The bytes a string of byte symbols stands for; undefined when it holds another character. */
export function symbolsToBytes(symbols: string): Uint8Array | undefined {
  const result = new Uint8Array(symbols.length);
  for (let i = 0; i < symbols.length; i++) {
    const byte = byteOfSymbol.get(symbols.charAt(i));
    if (byte === undefined) return undefined;
    result[i] = byte;
  }
  return result;
}
