/**
 * Boxes that hold an AVIF's properties, each in the one before it, with the bytes that stand before the boxes in them.
 */
const PATH = [
  { type: 'meta', before: 4 },
  { type: 'iprp', before: 0 },
  { type: 'ipco', before: 0 },
] as const;

/** A property of an AVIF's images: its size, or a turn. */
interface Property {
  readonly type: string;
  /** Where its content lies in the file. */
  readonly start: number;
  readonly end: number;
}

/** The boxes that lie side by side between two places; what does not fit there ends them. */
function* boxes(file: Buffer, from: number, to: number): Generator<Property> {
  for (let at = from; at + 8 <= to;) {
    const claimed = file.readUInt32BE(at);
    // 0 is a box up to the end, 1 a length of eight bytes, which no properties need.
    const size = claimed === 0 ? to - at : claimed;
    if (size < 8 || at + size > to) return;
    yield { type: file.toString('latin1', at + 4, at + 8), start: at + 8, end: at + size };
    at += size;
  }
}

function properties(file: Buffer): Property[] {
  let [from, to] = [0, file.length];
  for (const { type, before } of PATH) {
    const found = [...boxes(file, from, to)].find((box) => box.type === type);
    if (!found) return [];
    [from, to] = [found.start + before, found.end];
  }
  return [...boxes(file, from, to)];
}

/**
 * Pixels of the largest image that an AVIF states, its parts and its alpha each being one; undefined where it states
 * none.
 */
export function avifPixels(bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const sizes = properties(file)
    .filter(({ type, start, end }) => type === 'ispe' && end - start >= 12)
    .map(({ start }) => file.readUInt32BE(start + 4) * file.readUInt32BE(start + 8));
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

/**
 * An AVIF with the turns and reflections that it asks for left out, as Pillow shows it; the same bytes where there are
 * none. (The decoder heeds them, as it does not heed EXIF's.)
 */
export function avifUnturned(bytes: Uint8Array): Uint8Array {
  const found = properties(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const turns = found.filter(({ type, start, end }) => (type === 'irot' || type === 'imir') && end > start);
  if (turns.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  for (const { start } of turns) {
    // A reflection along no axis cannot be written; a turn by nothing can.
    copy.write('irot', start - 4, 'latin1');
    copy[start] = 0;
  }
  return copy;
}
