import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSamples } from '../../../lib/datasets/tar/readSamples.js';
import { indexTar } from '../../../lib/datasets/tar/indexTar.js';
import { readTar } from '../../../lib/datasets/tar/readTar.js';
import { checksum, writeTar } from '../../../lib/datasets/tar/writeTar.js';
import { createReadingBudget } from '../../../lib/io/readingBudget.js';
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

/** What the reader of a shard on disk says: the names of its files, or the error's message. */
async function indexed(bytes: Uint8Array): Promise<string[] | string> {
  const range = { size: bytes.length, read: (at: number, n: number) => Promise.resolve(bytes.subarray(at, at + n)) };
  const names: string[] = [];
  const budget = createReadingBudget('train/00000.tar', 'dataset');
  try {
    for await (const { name } of indexTar(range, 'train/00000.tar', 'build it again.', { budget })) names.push(name);
    return names;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

function namesIn(bytes: Uint8Array): string[] | string {
  try {
    return Array.from(readTar(bytes, 'train/00000.tar', 'build it again.'), ({ name }) => name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

/** The shard with another field in the header of its second file, its checksum made right. */
function altered(at: number, field: Uint8Array | string): Uint8Array {
  const bytes = Buffer.from(shard);
  const header = bytes.subarray(512, 1024);
  header.set(Buffer.from(field as string, 'latin1'), at);
  header.write(checksum(header).toString(8).padStart(6, '0') + '\0 ', 148);
  return bytes;
}

describe('a header whose checksum is right', () => {
  it.each([
    ['minus in octal', '-0000000777\0'],
    ['minus a block', '-0000001000\0'],
    ['base 256 below zero', '\xff'.repeat(12)],
    ['base 256 beyond all numbers', '\x80' + '\xff'.repeat(11)],
    ['no octal', '0000000009x\0'],
    ['a fraction', '0000001.7\0\0\0'],
    ['more than there is', '77777777777\0'],
  ])('states as size %s: refused at once', async (_, size) => {
    const message = /^train\/00000\.tar is damaged at byte 512 \((the size is no number|a file of \d+ bytes)/;
    expect(namesIn(altered(124, size))).toMatch(message);
    expect(await indexed(altered(124, size))).toMatch(message);
  });

  it('of a link is followed by no content, whatever its size', async () => {
    const names = ['0.png', '1.png', '1.txt', '2.png', '2.txt'];
    const link = Buffer.from(altered(156, '2'));
    // The file's own content is cut out behind the link.
    const bytes = Buffer.concat([link.subarray(0, 1024), link.subarray(1536)]);
    expect(namesIn(bytes)).toEqual(names);
    expect(await indexed(bytes)).toEqual(names);
  });
});

describe('a damaged shard', () => {
  it('is read alike from disk and from memory, whatever is changed in it or nested', async () => {
    const change = fc.tuple(fc.nat(2047), fc.nat(255), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), fc.boolean(), async (changes, isNested) => {
        const bytes = Buffer.from(isNested ? writeTar([{ name: 'inner.tar', data: shard }]) : shard);
        for (const [at, value, isMended] of changes) {
          bytes[at] = value;
          const header = bytes.subarray(at - (at % 512), at - (at % 512) + 512);
          if (isMended) header.write(checksum(header).toString(8).padStart(6, '0') + '\0 ', 148);
        }
        const start = performance.now();
        expect(await indexed(bytes)).toEqual(namesIn(bytes));
        expect(performance.now() - start).toBeLessThan(30_000);
      }),
      { numRuns: 300 },
    );
  });

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
