import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../../lib/datasets/dataset.js';
import { loadDataset } from '../../../lib/datasets/loadDataset.js';
import { imageFolder } from '../../../lib/image/imageFolder.js';
import { needs } from '../../fixtures/needs.js';

let image: Buffer;
let root: string;
beforeAll(async () => {
  image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#39c' } })
    .png()
    .toBuffer();
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cliplab folders '));
  vi.stubEnv('CLIPLAB_CACHE', mkdtempSync(join(tmpdir(), 'cliplab cache ')));
  return () => vi.unstubAllEnvs();
});

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), image);
  }
}
/** Some images of each class in a folder. */
function classes(folder: string, names: readonly string[], count = 3): void {
  for (const name of names) for (let k = 0; k < count; k++) put(join(folder, name, `${k}.png`));
}
const counts = ({ contents }: Dataset): number[] => Object.values(contents).map(({ images }) => images);
const keysOf = (dataset: Dataset): string[] =>
  [dataset.train, dataset.validation, dataset.test.open()].flatMap(({ keys }) => keys).sort();

describe('the folders of splits', () => {
  it.each([
    ['train', 'validation', 'test'],
    ['Train', 'VALID', 'TEST'],
    ['training', 'val', 'testing'],
  ])('may be called %s, %s and %s', async (train, validation, test) => {
    classes(train, ['ant', 'bee'], 4);
    classes(validation, ['ant', 'bee'], 2);
    classes(test, ['ant', 'bee'], 1);
    const dataset = await loadDataset(root);
    expect(counts(dataset)).toEqual([8, 4, 2]);
    expect(dataset.notes).toEqual([]);
  });

  it('are one for each split', async () => {
    classes('test', ['ant']);
    classes('Testing', ['ant']);
    await expect(loadDataset(root)).rejects.toThrow(
      `${root} has 2 folders for the test images, Testing and test; keep one of them.`,
    );
  });

  it('are none where classes are called so', async () => {
    classes('.', ['train', 'test', 'plane'], 5);
    const dataset = await loadDataset(root);
    expect(dataset.classNames).toEqual(['plane', 'test', 'train']);
    expect(counts(dataset)).toEqual([9, 3, 3]);
  });

  it('may have other folders beside them, and images in no class, which are told', async () => {
    classes('train', ['ant', 'bee'], 5);
    classes('test', ['ant', 'bee'], 1);
    put('train/overview.png');
    classes('.', ['samples']);
    const dataset = await loadDataset(root);
    expect(counts(dataset)).toEqual([8, 2, 2]);
    expect(dataset.notes[0]).toBe(`${root}/train: 1 images that are in no class's folder are left out.`);
  });
});

describe('few images a class', () => {
  it.each([1, 2])('%i cannot be parted', async (count) => {
    classes('.', ['ant'], 9);
    classes('.', ['bee'], count);
    await expect(loadDataset(root)).rejects.toThrow(
      `${root} has ${count} of at least 3 images of "bee", too few to be parted into training, validation and test; add some`,
    );
  });

  it.each([3, 4, 5, 6, 7])('%i give each split at least one of every class', async (count) => {
    classes('.', ['ant', 'bee'], count);
    const dataset = await loadDataset(root);
    for (const { labels } of [dataset.train, dataset.validation, dataset.test.open()])
      expect(new Set(labels)).toEqual(new Set([0, 1]));
    expect(counts(dataset).reduce((a, b) => a + b)).toBe(2 * count);
  });

  it('for training leave no validation split, and say so', async () => {
    classes('train', ['ant', 'bee'], 2);
    classes('test', ['ant', 'bee'], 1);
    const dataset = await loadDataset(root);
    expect(counts(dataset)).toEqual([4, 0, 2]);
    expect(dataset.notes).toEqual([
      'It has no validation images, and too few training images a class to hold some out of them.',
    ]);
    expect(() => dataset.validation).toThrow('has no validation images in');
  });

  it('in a class without any are told', async () => {
    classes('test', ['ant', 'bee'], 1);
    mkdirSync(join(root, 'test', 'cat'));
    const dataset = await loadDataset(root);
    expect(dataset.classNames).toEqual(['ant', 'bee', 'cat']);
    expect(dataset.notes).toEqual([
      `${root}/test has no images of cat, whose folders count as classes all the same; remove what is none.`,
    ]);
    mkdirSync(join(root, 'train'));
    await expect(loadDataset(root)).rejects.toThrow(
      `${root}/train holds no images; put each class's into a folder of its name.`,
    );
  });
});

describe('what lies in folders besides', () => {
  it('systems’ and hidden files are passed over, and told', async () => {
    classes('.', ['ant', 'bee'], 3);
    put('__MACOSX/ant/._0.png', 'ant/@eaDir/0.png', 'bee/.ipynb_checkpoints/0-checkpoint.png', 'ant/Thumbs.db');
    put('bee/.DS_Store', 'ant/._1.png', 'ant/notes.txt', 'bee/old.heic');
    const dataset = await loadDataset(root);
    expect(dataset.classNames).toEqual(['ant', 'bee']);
    expect(counts(dataset)).toEqual([2, 2, 2]);
    expect(dataset.notes[0]).toBe(
      `${root}: passed over 6 hidden or left behind by a system (__MACOSX, ant/._1.png, ant/@eaDir, ...); ` +
        '2 files of other kinds (ant/notes.txt, bee/old.heic).',
    );
  });

  it('every format that is decoded is found, by any ending or none, in folders of any name', async () => {
    put(
      'ant/a.jfif',
      'ant/b.SVG',
      'ant/c.JPG',
      'ant/d.jpe',
      'ant/e.dib',
      'ant/f.TIF',
      'ant/g.avif',
      'ant/x.png/h.webp',
      'ant/i',
    );
    writeFileSync(join(root, 'ant', 'README'), 'no image');
    const { files, passedOver } = await imageFolder(root);
    expect(files.map(({ name }) => name.slice(4))).toEqual(
      ['a.jfif', 'b.SVG', 'c.JPG', 'd.jpe', 'e.dib', 'f.TIF', 'g.avif', 'i', 'x.png/h.webp'].sort(),
    );
    expect(passedOver).toBe('1 files of other kinds (ant/README)');
  });

  it('links are followed once, to files and folders, and loops end', async () => {
    classes('train', ['ant', 'bee'], 5);
    classes('test', ['ant'], 1);
    put('test/bee/own.png');
    const outside = mkdtempSync(join(tmpdir(), 'cliplab outside '));
    writeFileSync(join(outside, 'far.png'), image);
    symlinkSync(root, join(root, 'train/ant/loop'));
    symlinkSync('..', join(root, 'train/bee/up'));
    symlinkSync('/', join(root, 'train/bee/all'));
    symlinkSync(join(root, 'train/bee/0.png'), join(root, 'test/bee/leak.png'));
    symlinkSync(outside, join(root, 'test/bee/far'));
    symlinkSync(join(outside, 'far.png'), join(root, 'test/ant/far.png'));
    symlinkSync(join(root, 'gone'), join(root, 'test/ant/gone.png'));
    const dataset = await loadDataset(root);
    expect(keysOf(dataset)).toEqual(
      [
        ...['ant', 'bee'].flatMap((name) => [0, 1, 2, 3, 4].map((k) => `${name}/${k}.png`)),
        ...['ant/0.png', 'ant/far.png', 'bee/own.png'],
      ].sort(),
    );
    expect(dataset.notes[0]).toBe(
      `${root}: passed over 5 links to what is there already (test/bee/far/far.png, test/bee/leak.png, train/ant/loop, ...); ` +
        '1 links to nothing (test/ant/gone.png).',
    );
  });

  it(
    'pipes, devices and sockets are not opened',
    needs(process.platform !== 'win32', 'pipes and devices'),
    async () => {
      classes('.', ['ant'], 3);
      execFileSync('mkfifo', [join(root, 'ant/pipe.png')]);
      symlinkSync('/dev/zero', join(root, 'ant/zero.png'));
      const server = createServer().listen(join(root, 'ant/socket.png'));
      await new Promise((resolve) => server.once('listening', resolve));
      const { files, passedOver } = await imageFolder(root);
      server.close();
      expect(files).toHaveLength(3);
      expect(passedOver).toBe('3 devices, pipes or sockets (ant/pipe.png, ant/socket.png, ant/zero.png)');
    },
  );

  it('folders that cannot be read are told', needs(process.platform !== 'win32', 'pipes and devices'), async () => {
    classes('.', ['ant'], 3);
    // Its path is longer than the system takes.
    const name = 'b'.repeat(240);
    const nest = `for (let k = 0; k < 18; k++) { fs.mkdirSync('${name}'); process.chdir('${name}'); }`;
    execFileSync(process.execPath, ['-e', nest], { cwd: root });
    const { files, folders, passedOver } = await imageFolder(root);
    expect(files).toHaveLength(3);
    expect(passedOver).toMatch(/^1 folders that cannot be read \(b+\/[b/]+\)$/);
    expect(folders.filter((folder) => passedOver.includes(`(${folder})`))).toEqual([]);
  });

  it('folders deeper than any dataset’s are refused', async () => {
    put(`${'d/'.repeat(40)}a.png`);
    await expect(imageFolder(root)).rejects.toThrow(/nests 33 levels deep, where at most 32 levels are read/);
  });
});
