import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DRAWN_AMONG_PHOTOGRAPHS, PHOTOGRAPH_FOLDERS } from '../../../lib/datasets/debian/photographFolders.js';
import { readStamps } from '../../../lib/datasets/debian/readStamps.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-stamps-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text?: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), 'png');
  if (text !== undefined) writeFileSync(join(folder, path.replace('.png', '.txt')), text);
}

it('lists captioned stamps, photographs told from drawings by their folder', async () => {
  put('animals/birds/crow.png', 'A crow.\nde.utf8=Eine Kr\u00e4he.\n');
  put('animals/birds/cartoon/tux.png', 'Tux\u2014the mascot!\n');
  put('animals/insects/bee.png', 'A bee.\n');
  put('animals/birds/crow_mirror.png', 'A crow.\n');
  put('animals/birds/nameless.png');
  put('animals/birds/silent.png', '\nde.utf8=Still.\n');
  put('symbols/star.png', `A star.\n${'x'.repeat(5000)}`);
  expect(await readStamps(folder)).toEqual(
    [
      {
        path: 'animals/birds/cartoon/tux.png',
        folder: 'animals/birds/cartoon',
        caption: 'Tux\u2014the mascot!',
        photograph: false,
      },
      { path: 'animals/birds/crow.png', folder: 'animals/birds', caption: 'A crow.', photograph: true },
      { path: 'animals/insects/bee.png', folder: 'animals/insects', caption: 'A bee.', photograph: false },
      { path: 'symbols/star.png', folder: 'symbols', caption: 'A star.', photograph: false },
    ].map((stamp) => ({ ...stamp, png: join(folder, stamp.path) })),
  );
});

it('no folder of drawings is among those of photographs, and each exception lies in one', () => {
  expect(PHOTOGRAPH_FOLDERS.filter((name) => /cartoon|symbols|seasonal|flags|roadsigns/.test(name))).toEqual([]);
  expect(new Set(PHOTOGRAPH_FOLDERS).size).toBe(PHOTOGRAPH_FOLDERS.length);
  for (const path of DRAWN_AMONG_PHOTOGRAPHS) expect(PHOTOGRAPH_FOLDERS).toContain(dirname(path));
});
