import { copyFile, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { loadDetector, type LoadedDetector } from '../../../lib/apps/nearDuplicates/detectorFiles.js';
import { embedFolder } from '../../../lib/apps/nearDuplicates/embedFolder.js';
import { matrixRow } from '../../../lib/eval/matrix.js';
import { encodePng } from '../../../lib/image/decode/encodePng.js';
import { drawings } from './drawings.js';

let loaded: LoadedDetector;
beforeAll(async () => {
  loaded = await loadDetector();
  return () => loaded.detector.dispose();
});

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'cliplab overlap '));

async function writeDrawings(folder: string, N: number): Promise<void> {
  const { pixels } = drawings(N, 64, createRandom(4));
  await mkdir(join(folder, 'below'), { recursive: true });
  for (let k = 0; k < N; k++) {
    const name = join(folder, k % 2 ? 'below' : '.', `${String(k).padStart(2, '0')}.png`);
    await writeFile(name, await encodePng(pixels.subarray(k * 64 * 64 * 3, (k + 1) * 64 * 64 * 3), 64, 64));
  }
}

it('embeds the images of a folder and those below it, keeps them, and makes a damaged file again', async () => {
  const [folder, cache] = [await temporary(), await temporary()];
  await writeDrawings(folder, 6);
  await writeFile(join(folder, 'notes.txt'), 'no image');
  const before = tf.memory().numTensors;
  const first = await embedFolder(loaded, folder, cache);
  expect(tf.memory().numTensors).toBe(before);
  expect(first.names).toEqual(['00.png', '02.png', '04.png', 'below/01.png', 'below/03.png', 'below/05.png']);
  for (let k = 0; k < 6; k++)
    expect(matrixRow(first.embeddings, k).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 5);

  const encode = vi.spyOn(loaded.detector, 'encode');
  const second = await embedFolder(loaded, folder, cache);
  expect(encode).not.toHaveBeenCalled();
  expect(second.embeddings.data).toEqual(first.embeddings.data);

  const [kept] = await readdir(cache);
  const bytes = await readFile(join(cache, kept!));
  bytes[100] = bytes[100]! ^ 1;
  await writeFile(join(cache, kept!), bytes);
  const third = await embedFolder(loaded, folder, cache);
  expect(encode).toHaveBeenCalled();
  expect(third.embeddings.data).toEqual(first.embeddings.data);
  encode.mockClear();

  await copyFile(join(folder, '00.png'), join(folder, '02.png')); // the same name, another image
  const fourth = await embedFolder(loaded, folder, cache);
  expect([...matrixRow(fourth.embeddings, 1)]).toEqual([...matrixRow(first.embeddings, 0)]);
  encode.mockRestore();
});

it('leaves a few broken files out and lists them, and refuses a folder of many', async () => {
  const folder = await temporary();
  await writeDrawings(folder, 24);
  await writeFile(join(folder, 'broken.png'), (await readFile(join(folder, '00.png'))).subarray(0, 60));
  const { names, skipped } = await embedFolder(loaded, folder, await temporary());
  expect(skipped).toEqual(['broken.png']);
  expect(names).toHaveLength(24);
  expect(names).not.toContain('broken.png');
  await writeFile(join(folder, 'empty.jpg'), '');
  await expect(embedFolder(loaded, folder, await temporary())).rejects.toThrow('2 of the 26 images');
});

it('reads files by their content, follows no loop, and says what it passed over', async () => {
  const folder = await temporary();
  await writeDrawings(folder, 4);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v4z"/></svg>';
  await writeFile(join(folder, 'drawn.png'), svg);
  await writeFile(join(folder, '.hidden.png'), 'not read');
  await writeFile(join(folder, 'phone.heic'), 'not read');
  await symlink(folder, join(folder, 'below', 'loop'));
  await symlink('/dev/zero', join(folder, 'endless.png'));
  const { names, skipped, passedOver } = await embedFolder(loaded, folder, await temporary());
  expect(names).toEqual(['00.png', '02.png', 'below/01.png', 'below/03.png', 'drawn.png']);
  expect(skipped).toEqual([]);
  expect(passedOver).toBe(
    '1 hidden or left behind by a system (.hidden.png); 1 links to what is there already (below/loop); ' +
      '1 devices, pipes or sockets (endless.png); 1 files of other kinds (phone.heic)',
  );
});

it('says what is wrong with a folder', async () => {
  await expect(embedFolder(loaded, '/nowhere/at/all')).rejects.toThrow(
    '/nowhere/at/all cannot be read as a folder of images (ENOENT)',
  );
  await expect(embedFolder(loaded, await temporary())).rejects.toThrow('holds no images');
});
