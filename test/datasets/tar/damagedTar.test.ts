import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSamples } from '../../../lib/datasets/tar/readSamples.js';
import { readTar } from '../../../lib/datasets/tar/readTar.js';
import { writeTar } from '../../../lib/datasets/tar/writeTar.js';
import { UserError } from '../../../lib/io/userError.js';

const shard = writeTar(
  Array.from({ length: 6 }, (_, k) => ({ name: `${k >> 1}.${k % 2 ? 'txt' : 'png'}`, data: Buffer.alloc(100 * k, k) })),
);

/** Reads to the end; the error's message, or the number of samples. */
function outcome(bytes: Uint8Array): string | number {
  try {
    return [...readSamples(readTar(bytes, 'train/00000.tar', 'build it again.'))].length;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

describe('a damaged shard', () => {
  it('cut anywhere ends in one sentence that names it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: shard.length - 1025 }), (length) => {
        expect(outcome(shard.subarray(0, length))).toMatch(
          /^train\/00000\.tar is damaged at byte \d+ \(.+\); build it again\.$/,
        );
      }),
    );
  });

  it('with any bytes changed is read or refused, and never more', () => {
    const change = fc.tuple(fc.nat(shard.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(shard);
        for (const [at, value] of changes) bytes[at] = value;
        const result = outcome(bytes);
        if (typeof result === 'number') expect(result).toBeLessThanOrEqual(6);
        else expect(result).toMatch(/^train\/00000\.tar is damaged at byte \d+/);
      }),
      { numRuns: 500 },
    );
  });

  it('of any bytes at all is refused or empty', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const result = outcome(bytes);
        expect(result === 0 || /is damaged/.test(String(result))).toBe(true);
      }),
    );
  });
});
