import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packImageHashes, readImageHashes } from '../../../lib/datasets/iconwit/trainingImages.js';
import { sha256 } from '../../../lib/io/sha256.js';

const path = join(await mkdtemp(join(tmpdir(), 'cliplab hashes ')), 'images.bin');
const hashOf = (text: string): string => sha256(text).slice(0, 16);

it('knows every image that was packed and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), async (inside, others) => {
      await writeFile(path, packImageHashes([...inside, ...inside].map(hashOf)));
      const isIn = await readImageHashes(path);
      expect(inside.every((text) => isIn(hashOf(text)))).toBe(true);
      expect(others.filter((text) => !inside.includes(text) && isIn(hashOf(text)))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

it('a list that is cut short, out of order or missing is refused', async () => {
  const packed = packImageHashes(['a', 'b', 'c'].map(hashOf));
  await writeFile(path, packed.subarray(0, 12));
  await expect(readImageHashes(path)).rejects.toThrow('is damaged at byte 10');
  await writeFile(path, Buffer.concat([packed.subarray(5), packed.subarray(0, 5)]));
  await expect(readImageHashes(path)).rejects.toThrow('is damaged at byte 10');
  await expect(readImageHashes(`${path}.none`)).rejects.toThrow('is missing');
});
