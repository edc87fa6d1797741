import { execFileSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipWithin } from '../../lib/io/gunzipWithin.js';
import { readFileWithin } from '../../lib/io/readFileWithin.js';
import { createReadingBudget } from '../../lib/io/readingBudget.js';
import { UserError } from '../../lib/io/userError.js';
import { needs } from '../fixtures/needs.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab read '));
const place = (name: string): string => join(folder, name);
const budget = (bytes = 1000) => createReadingBudget('it', 'json', { bytes });

describe('readFileWithin', () => {
  it('gives the whole of a file that fits', async () => {
    for (const length of [0, 1, 999, 1000]) {
      writeFileSync(place('a'), Buffer.alloc(length, 7));
      expect(await readFileWithin(place('a'), budget())).toEqual(Buffer.alloc(length, 7));
    }
    const long = Buffer.from(Uint8Array.from({ length: 3e6 }, (_, k) => k % 251));
    writeFileSync(place('long'), long);
    expect((await readFileWithin(place('long'), budget(3e6))).equals(long)).toBe(true);
  });

  it('refuses a larger one before it is read, also one with holes', async () => {
    writeFileSync(place('sparse'), '');
    truncateSync(place('sparse'), 2 ** 40);
    await expect(readFileWithin(place('sparse'), budget())).rejects.toThrow('it asks for 1099511627776 bytes');
  });

  it(
    'refuses devices, pipes and folders, behind links too, at once',
    needs(process.platform !== 'win32', 'pipes and devices'),
    async () => {
      execFileSync('mkfifo', [place('pipe')]);
      for (const target of ['/dev/zero', '/dev/null', place('pipe')]) {
        symlinkSync(target, place('link'));
        await expect(readFileWithin(place('link'), budget())).rejects.toThrow(
          `${place('link')} is a device, a pipe or a socket, where a file was expected; give another path.`,
        );
        execFileSync('rm', [place('link')]);
      }
      await expect(readFileWithin(folder, budget())).rejects.toThrow('is a folder, where a file was expected');
      await expect(readFileWithin(place('none'), budget())).rejects.toThrow('cannot be read (ENOENT); check the path');
    },
  );

  it('counts what a file has that says it is empty', needs(process.platform === 'linux', 'Linux'), async () => {
    expect((await readFileWithin('/proc/self/status', budget(1e6))).length).toBeGreaterThan(100);
    await expect(readFileWithin('/proc/self/status', budget(10))).rejects.toThrow(UserError);
  });
});

describe('gunzipWithin', () => {
  const packed = gzipSync(Buffer.alloc(1000, 'abc'));
  it('unpacks what fits, all together', () => {
    const shared = budget(2500);
    for (let k = 0; k < 2; k++) expect(gunzipWithin(packed, 'a.gz', shared, 'fetch it.')).toHaveLength(1000);
    expect(() => gunzipWithin(packed, 'a.gz', shared, 'fetch it.')).toThrow('where at most 2500 bytes are read');
  });

  it('refuses a bomb without unpacking it', () => {
    const bomb = gzipSync(Buffer.alloc(1 << 28));
    const before = process.memoryUsage().arrayBuffers;
    expect(() => gunzipWithin(bomb, 'bomb.gz', budget(), 'fetch it.')).toThrow(UserError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 24);
  });

  it('of damaged bytes ends in one sentence', () => {
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, isCut) => {
        const bytes = Buffer.from(isCut ? packed.subarray(0, at) : packed);
        if (!isCut) bytes[at]! ^= change;
        try {
          expect(gunzipWithin(bytes, 'a.gz', budget(), 'fetch it.').length).toBeLessThanOrEqual(1000);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
