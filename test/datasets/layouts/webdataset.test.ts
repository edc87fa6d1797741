import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDraw, writeDraw, drawShots } from '../../../lib/datasets/draws/drawShots.js';
import { readWebdataset } from '../../../lib/datasets/layouts/webdataset.js';
import { loadDataset } from '../../../lib/datasets/loadDataset.js';
import { writeTar, type TarFile } from '../../../lib/datasets/tar/writeTar.js';
import { needs } from '../../fixtures/needs.js';

let root: string;
const images: Buffer[] = [];
beforeAll(async () => {
  for (const background of ['#f00', '#0f0', '#00f'])
    images.push(
      await sharp({ create: { width: 6, height: 6, channels: 3, background } })
        .png()
        .toBuffer(),
    );
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cliplab shards '));
  vi.stubEnv('CLIPLAB_CACHE', mkdtempSync(join(tmpdir(), 'cliplab cache ')));
  return () => vi.unstubAllEnvs();
});

function put(name: string, data: string | Uint8Array): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), data);
}
const file = (name: string, data: string | Uint8Array = ''): TarFile => ({ name, data: Buffer.from(data) });
/** An image of color `k` with label `k`. */
const sample = (key: string, k: number): TarFile[] => [file(`${key}.png`, images[k]!), file(`${key}.cls`, `${k}`)];
function shards(...contents: TarFile[][]): void {
  put('classnames.txt', 'red\ngreen\nblue\n');
  contents.forEach((files, k) => put(`test/${k}.tar`, writeTar(files)));
}
/** Keys, labels and the first byte colors of the test split, and the notes. */
async function read(): Promise<{ samples: [string, number][]; notes: readonly string[] }> {
  const { splits, notes } = await readWebdataset(root);
  const test = splits.test!;
  const all = test.keys.map((_, k) => k);
  for await (const { pixels, count } of test.read(all, 4, { batchSize: 100 }))
    for (let k = 0; k < count; k++)
      // Every image is that of its label.
      expect(pixels[k * 48 + test.labels[k]!]).toBe(255);
  return { samples: test.keys.map((key, k) => [key, test.labels[k]!]), notes };
}

describe('names', () => {
  it('a blank line among them is an error that names it; at the end it is none', async () => {
    shards([...sample('a', 2)]);
    put('classnames.txt', '\ufeffred\r\ngreen\r\nblue\r\n\r\n \n');
    expect((await readWebdataset(root)).classNames).toEqual(['red', 'green', 'blue']);
    put('classnames.txt', 'red\n\nblue\n');
    await expect(read()).rejects.toThrow(
      /classnames\.txt has no name in line 2, and a name's line is its label; write/,
    );
    put('classnames.txt', '\nred\ngreen\nblue');
    await expect(read()).rejects.toThrow('has no name in line 1');
  });

  it('stand in lines of any of the three ends, in UTF-8; what is no UTF-8, or holds none, is refused', async () => {
    shards([...sample('a', 2)]);
    put('classnames.txt', 'red\rgreen\rcafé\r');
    expect((await readWebdataset(root)).classNames).toEqual(['red', 'green', 'café']);
    const names = 'red\ngreen\ncafé\n';
    for (const encoding of ['latin1', 'utf16le'] as const) {
      put('classnames.txt', Buffer.from(`${encoding === 'latin1' ? '' : '\ufeff'}${names}`, encoding));
      await expect(readWebdataset(root)).rejects.toThrow(/classnames\.txt is no UTF-8, .*save it again/);
    }
    for (const none of ['', '\n \n']) {
      put('classnames.txt', none);
      await expect(readWebdataset(root)).rejects.toThrow(/classnames\.txt holds no names, expected one a line; fetch/);
    }
  });

  it('of splits are found however they are written', async () => {
    put('classnames.txt', 'red\ngreen\nblue');
    put('TEST/0.tar', writeTar(sample('a', 0)));
    put('Training/0.tar', writeTar(sample('b', 1)));
    put('val/0.tar', writeTar(sample('c', 2)));
    const { splits } = await readWebdataset(root);
    expect([splits.train!.keys, splits.validation!.keys, splits.test!.keys]).toEqual([['b'], ['c'], ['a']]);
  });
});

describe('keys', () => {
  it('are paths up to the first dot of the base name; folders with dots stay whole', async () => {
    shards([...sample('v1.5/a', 0), ...sample('v1.5/b', 1), ...sample('./v2.0/a', 2)]);
    expect(await read()).toEqual({
      samples: [
        ['v1.5/a', 0],
        ['v1.5/b', 1],
        ['./v2.0/a', 2],
      ],
      notes: [],
    });
  });

  it('with dots of their own are samples of their own', async () => {
    shards([...sample('img_v1.5', 0), ...sample('img_v1.6', 1), ...sample('img_v2.0.1', 2), ...sample('img', 0)]);
    expect(await read()).toEqual({
      samples: [
        ['img_v1.5', 0],
        ['img_v1.6', 1],
        ['img_v2.0.1', 2],
        ['img', 0],
      ],
      notes: [],
    });
  });

  it('with dots are samples also beside that whose key is what stands before the dot', async () => {
    shards([...sample('img_v1', 2), ...sample('img_v1.5', 1), ...sample('img_v1.6', 0), file('img_v1.seg.png', 'x')]);
    expect(await read()).toEqual({
      samples: [
        ['img_v1', 2],
        ['img_v1.5', 1],
        ['img_v1.6', 0],
      ],
      notes: [],
    });
  });

  it('have what else belongs to a sample beside the image', async () => {
    shards([
      ...sample('a', 1),
      file('a.seg.png', images[0]!),
      file('a.json', '{}'),
      file('b.PNG', images[2]!),
      file('b.CLS', '2\n'),
    ]);
    expect(await read()).toEqual({
      samples: [
        ['a', 1],
        ['b', 2],
      ],
      notes: [],
    });
  });

  it('of several images or labels are of the first kind, and the others are told', async () => {
    const others = [
      file('a.jpg', images[0]!),
      file('a.jpeg', images[0]!),
      file('v1.5.gif', 'x'),
      file('v1.5.npy', 'x'),
    ];
    shards([...sample('a', 1), ...sample('v1.5', 2), ...sample('v1.6', 0), ...others]);
    expect(await read()).toEqual({
      samples: [
        ['a', 1],
        ['v1.5', 2],
        ['v1.6', 0],
      ],
      notes: [
        `${root}/test: passed over 4 further images and labels of samples that have one (0.tar/a.jpg, 0.tar/a.jpeg, 0.tar/v1.5.gif, ...).`,
      ],
    });
  });

  it('that stand twice in a shard, or in several, are all kept, told, and can be drawn', async () => {
    shards(
      [
        ...sample('a', 0),
        ...sample('a', 1),
        file('b.png', images[1]!),
        file('c.png', images[2]!),
        file('b.cls', '1'),
        file('c.cls', '2'),
      ],
      [...sample('a', 2), ...sample('a#2', 0)],
    );
    put('train/0.tar', writeTar([...sample('a', 0), ...sample('b', 1), ...sample('c', 2)]));
    put('train/1.tar', writeTar([...sample('a', 0), ...sample('b', 1), ...sample('c', 2)]));
    const { samples, notes } = await read();
    expect(samples).toEqual([
      ['a', 0],
      ['a#3', 1],
      ['b', 1],
      ['c', 2],
      ['a#4', 2],
      ['a#2', 0],
    ]);
    expect(notes).toEqual([
      `${root}/train: 3 samples have the key of another; they are called a#2, b#2, c#2.`,
      `${root}/test: 2 samples have the key of another; they are called a#3, a#4.`,
    ]);
    const dataset = await loadDataset(root);
    const draw = drawShots(dataset, 1, 7);
    await writeDraw(join(root, 'draw.json'), draw, dataset);
    expect(await readDraw(join(root, 'draw.json'), dataset)).toEqual(draw);
  });

  it('are missing where nothing stands before the dot, or there is none: told', async () => {
    shards([file('README'), file('.png', images[0]!), file('x/.cls', '1'), file('m.json', '{}'), ...sample('a', 1)]);
    expect(await read()).toEqual({
      samples: [['a', 1]],
      notes: [
        `${root}/test: passed over 4 files that belong to no sample (0.tar/README, 0.tar/.png, 0.tar/x/.cls, ...).`,
      ],
    });
  });
});

it('what a system has left in an archive is no sample, with a path or without: told', async () => {
  const left = ['._a.png', '._a.cls', '__MACOSX/._a.png', '__MACOSX/a.png', 'x/.ipynb_checkpoints/a.png', 'Thumbs.db'];
  shards([...left.map((name) => file(name, 'p')), ...sample('./x/a', 1), ...sample('../b', 2)]);
  expect(await read()).toEqual({
    samples: [
      ['./x/a', 1],
      ['../b', 2],
    ],
    notes: [
      `${root}/test: passed over 6 files that belong to no sample (0.tar/._a.png, 0.tar/._a.cls, 0.tar/__MACOSX/._a.png, ...).`,
    ],
  });
});

describe('a sample', () => {
  it.each([
    ['without a label', [file('a.png', 'p')], 'a'],
    ['without an image', [file('a.cls', '1')], 'a'],
    ['with an image of another kind', [file('a.heic', 'p'), file('a.cls', '1')], 'a'],
    [
      'with dots in its key and no label',
      [...['v1.5.png', 'v1.6.png'].map((name) => file(name, 'p')), file('v1.6.cls', '0')],
      'v1.5',
    ],
    ['with a label beyond the classes', [file('a.png', 'p'), file('a.cls', '3')], 'a'],
    ['with a label that is no whole number', [file('a.png', 'p'), file('a.cls', '0x1')], 'a'],
    ['with a label below zero', [file('a.png', 'p'), file('a.cls', '-1')], 'a'],
    ['with an array of another length', [file('a.png', 'p'), file('a.npy', 'x')], 'a'],
  ] as const)('%s is named', async (_, files, key) => {
    shards([...files]);
    await expect(read()).rejects.toThrow(
      new RegExp(`0\\.tar: sample ${key.replace('.', '\\.')} needs an image and a label from 0 to 2, and has `),
    );
  });
});

describe('shards', () => {
  it('as many as a file claims are not made up', async () => {
    shards(sample('a', 0));
    for (const claim of ['999999999', '2']) {
      put('test/nshards.txt', claim);
      const start = performance.now();
      await expect(read()).rejects.toThrow('1.tar is missing');
      expect(performance.now() - start).toBeLessThan(30_000);
    }
    for (const claim of ['1e9', '-1', '0', '', '9'.repeat(400)]) {
      put('test/nshards.txt', claim);
      await expect(read()).rejects.toThrow('holds no shards 0.tar, 1.tar, ...');
    }
  });

  it('beyond those it claims are told', async () => {
    shards(sample('a', 0), sample('b', 1), sample('c', 2));
    put('test/nshards.txt', '1');
    expect(await read()).toEqual({
      samples: [['a', 0]],
      notes: [`${root}/test: passed over 2 shards beyond the 1 of nshards.txt (1.tar, 2.tar).`],
    });
  });

  it('that are packed may take no more memory together than is allowed', async () => {
    const bomb = gzipSync(writeTar([file('z.bin', Buffer.alloc(8 << 20)), ...sample('a', 0)]));
    put('classnames.txt', 'red\ngreen\nblue\n');
    for (let k = 0; k < 3; k++) put(`test/${k}.tar`, bomb);
    expect((await readWebdataset(root)).splits.test!.keys).toEqual(['a', 'a#2', 'a#3']);
    vi.stubEnv('CLIPLAB_READING_LIMITS', String(20 / 1024));
    await expect(readWebdataset(root)).rejects.toThrow(
      /^What the gzip shards of .* unpack to asks for \d+ bytes, where at most 20971520 bytes are read/,
    );
  });

  it(
    'that are pipes, or have holes, are refused',
    needs(process.platform !== 'win32', 'pipes and devices'),
    async () => {
      put('classnames.txt', 'red\ngreen\nblue\n');
      mkdirSync(join(root, 'test'));
      execFileSync('mkfifo', [join(root, 'test/0.tar')]);
      await expect(read()).rejects.toThrow('0.tar is a device, a pipe or a socket');
      execFileSync('rm', [join(root, 'test/0.tar')]);
      // An image that states a size that its shard has, and no image may have.
      const huge = Buffer.from(writeTar([file('a.cls', '1'), file('a.png')]));
      const at = huge.indexOf('a.png');
      huge.write('00100000000\0', at + 124); // 16 MiB in octal
      huge.write('        ', at + 148);
      let sum = 0;
      for (let k = 0; k < 512; k++) sum += huge[at + k]!;
      huge.write(sum.toString(8).padStart(6, '0') + '\0 ', at + 148);
      put('test/0.tar', huge);
      truncateSync(join(root, 'test/0.tar'), 2 ** 24 + 4096);
      vi.stubEnv('CLIPLAB_READING_LIMITS', String(1 / 128));
      await expect(read()).rejects.toThrow(/0\.tar: a asks for 16777216 bytes, where at most 8388608 bytes are read/);
    },
  );
});
