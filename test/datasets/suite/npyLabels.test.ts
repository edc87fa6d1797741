import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNpyLabels, writeNpyLabels } from '../../../lib/datasets/suite/npyLabels.js';

it('labels come back as they were written, in a header that NumPy aligns to 64 bytes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(18), { minLength: 1 }), (labels) => {
      const file = writeNpyLabels(labels, 19);
      expect(file.length).toBe(128 + 19);
      expect(Buffer.from(file).toString('latin1', 0, 6)).toBe('\x93NUMPY');
      const present = readNpyLabels(file, 19)!;
      expect([...present].flatMap((value, k) => (value === 1 ? [k] : []))).toEqual([...labels].sort((a, b) => a - b));
    }),
  );
});

it('anything else is no set of labels', () => {
  const file = writeNpyLabels([2], 4);
  expect(readNpyLabels(file, 5)).toBeUndefined();
  expect(readNpyLabels(file.subarray(0, -1), 4)).toBeUndefined();
  expect(readNpyLabels(writeNpyLabels([], 4), 4)).toBeUndefined();
  expect(
    readNpyLabels(
      Uint8Array.from(file, (byte, k) => (k === 128 ? 7 : byte)),
      4,
    ),
  ).toBeUndefined();
});
