const MOST_CODES = 4096;

/**
 * The first `count` indices of GIF's LZW code: codes of `codeBits` + 1 up to 12 bits, lowest bit first; each new code
 * is the one before it and the first index of the one after.
 * @throws RangeError when the codes end too early, Error for a code that is not defined yet
 */
export function gifLzw(compressed: Uint8Array, codeBits: number, count: number): Uint8Array {
  if (codeBits < 1 || codeBits > 11) throw new Error(`its codes begin with ${codeBits} bits`);
  // No code stands for more indices than there are codes.
  if (count > compressed.length * 8 * MOST_CODES) throw new RangeError('too few codes');
  const clear = 1 << codeBits;
  const out = new Uint8Array(count);
  // A code's indices were written before: where, and how many.
  const starts = new Int32Array(MOST_CODES + 1);
  const lengths = new Int32Array(MOST_CODES + 1);
  lengths.fill(1, 0, clear);
  let [bits, codes, previous, written] = [codeBits + 1, clear + 2, -1, 0];
  let [buffer, held, at] = [0, 0, 0];
  while (written < count) {
    while (held < bits) {
      if (at >= compressed.length) throw new RangeError('codes end');
      buffer |= compressed[at++]! << held;
      held += 8;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    held -= bits;
    if (code === clear) {
      [bits, codes, previous] = [codeBits + 1, clear + 2, -1];
      continue;
    }
    if (code === clear + 1) throw new RangeError('codes end');
    if (code > codes || (code === codes && previous < 0)) throw new Error(`code ${code} is not defined yet`);
    // A code used the moment it is made: the one before it and, once more, that one's first index.
    if (previous >= 0 && codes < MOST_CODES) {
      starts[codes] = written - lengths[previous]!;
      lengths[codes] = lengths[previous]! + 1;
      codes++;
      if (codes === 1 << bits && bits < 12) bits++;
    } else if (code >= codes) throw new Error(`code ${code} is not defined yet`);
    const length = Math.min(lengths[code]!, count - written);
    if (code < clear) out[written] = code;
    else for (let k = 0, from = starts[code]!; k < length; k++) out[written + k] = out[from + k]!;
    written += length;
    previous = code;
  }
  return out;
}
