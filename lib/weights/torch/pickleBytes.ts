import { PickleFault } from './pickleGlobals.js';

/** Bytes; numbers in checkpoints have at most eight, states of random generators some thousand digits. */
const LONGEST_NUMBER = 4096;

/** A pickle's bytes, read front to back; whatever lies behind their end is a fault. */
export interface PickleBytes {
  byte(): number;
  skip(length: number): void;
  uint16(): number;
  int32(): number;
  uint32(): number;
  float64(): number;
  /** A length of eight bytes. */
  uint64(): number;
  /** UTF-8. */
  text(length: number): string;
  /** Up to the next line feed, which is left out. */
  line(): string;
  /** A whole number in two's complement; a bigint where a number would round it. */
  long(length: number): number | bigint;
}

/** @throws PickleFault from each of its methods */
export function pickleBytes(bytes: Uint8Array): PickleBytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let at = 0;
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new PickleFault('an end in the middle of a value');
    at += length;
    return at - length;
  };
  const text = (length: number): string => {
    const begin = take(length);
    try {
      return utf8.decode(bytes.subarray(begin, begin + length));
    } catch {
      throw new PickleFault('a text that is not UTF-8');
    }
  };
  return {
    byte: () => bytes[take(1)]!,
    skip: (length) => void take(length),
    uint16: () => view.getUint16(take(2), true),
    int32: () => view.getInt32(take(4), true),
    uint32: () => view.getUint32(take(4), true),
    float64: () => view.getFloat64(take(8), false),
    uint64: () => Number(view.getBigUint64(take(8), true)),
    text,
    line() {
      const end = bytes.indexOf(0x0a, at);
      const value = text((end < 0 ? bytes.length : end) - at);
      take(1);
      return value;
    },
    long(length) {
      if (length > LONGEST_NUMBER) throw new PickleFault(`a number of ${length} bytes`);
      const begin = take(length);
      let value = 0n;
      for (let k = length - 1; k >= 0; k--) value = (value << 8n) | BigInt(bytes[begin + k]!);
      value = BigInt.asIntN(8 * length, value);
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    },
  };
}
