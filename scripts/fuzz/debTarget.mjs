import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { damage } from './damage.mjs';

const DEB = fileURLToPath(new URL('../../test/fixtures/debian/art_1-1_all.deb', import.meta.url));

/**
 * Packages of Debian's archive, damaged as a whole, and the metadata of damaged drawings in a sound one.
 * @param {string} home @returns {Promise<import('./worker.mjs').Target>}
 */
export async function debs(home) {
  const { unpackDeb } = await import('../../lib/dist/datasets/debian/unpackDeb.js');
  const { readOpenclipart } = await import('../../lib/dist/datasets/debian/readOpenclipart.js');
  const bytes = readFileSync(DEB);
  const pin = { name: 'art', version: '1-1', path: '', bytes: bytes.length, sha256: '', endings: ['.svg'] };
  const deb = { ...pin, root: 'usr/share/art/' };
  const sound = readFileSync(join(await unpackDeb(DEB, deb, join(home, 'sound')), 'food', 'apple.svg'));
  return {
    make(random, folder) {
      if (random.int(2) === 0) {
        writeFileSync(join(folder, 'drawing.svg'), damage(random, sound));
        return { what: 'a drawing', attempt: () => readOpenclipart(folder) };
      }
      const path = join(folder, 'art.deb');
      writeFileSync(path, damage(random, bytes));
      return {
        what: 'a package',
        attempt: async () => readOpenclipart(await unpackDeb(path, deb, join(folder, 'unpacked'))),
      };
    },
  };
}
