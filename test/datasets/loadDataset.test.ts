import { appendFile, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../lib/datasets/dataset.js';
import { loadDataset } from '../../lib/datasets/loadDataset.js';
import { hubDataset } from '../../lib/datasets/registry/hubDataset.js';
import { datasetPrompts } from '../../lib/datasets/registry/datasetPrompts.js';
import { listDatasets } from '../../lib/datasets/registry/registeredDatasets.js';
import type { ImageSplit } from '../../lib/datasets/imageSplit.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { writeNpyLabels } from '../../lib/datasets/suite/npyLabels.js';
import { writeTar, type TarFile } from '../../lib/datasets/tar/writeTar.js';
import { preprocess } from '../../lib/image/preprocess.js';
import { setProgressSink } from '../../lib/io/progress.js';
import { hubSettings } from '../../lib/hub/hubSettings.js';
import { startHub, type HubServer } from '../fixtures/hubServer.js';

let root: string;
/** An image a color, 12 x 10 pixels. */
const images: Buffer[] = [];

beforeAll(async () => {
  for (let k = 0; k < 4; k++)
    images.push(
      await sharp({ create: { width: 12, height: 10, channels: 3, background: { r: 60 * k, g: 9, b: 200 } } })
        .png()
        .toBuffer(),
    );
});
beforeEach(async () => {
  setProgressSink(() => undefined);
  root = await mkdtemp(join(tmpdir(), 'cliplab datasets '));
  vi.stubEnv('CLIPLAB_CACHE', join(root, 'cache'));
});
afterAll(() => vi.unstubAllEnvs());

async function put(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), data);
}
/** The images of a split, read in one go. */
async function pixelsOf(split: ImageSplit, size = 8): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const all = split.keys.map((_, k) => k);
  for await (const { pixels } of split.read(all, size, { batchSize: 3 })) parts.push(pixels);
  return Buffer.concat(parts);
}
const counts = ({ contents }: Dataset): number[] => Object.values(contents).map(({ images: count }) => count);

describe('the registry', () => {
  it('has the 27 datasets of the paper, in its order', async () => {
    const datasets = await listDatasets();
    expect(datasets.length).toBe(27);
    expect(datasets[9]).toMatchObject({
      name: 'OxfordPets',
      classes: 37,
      trainSize: 3680,
      testSize: 3669,
      metric: 'meanPerClass',
      templates: 1,
    });
    expect(datasets.find(({ name }) => name === 'Kinetics700')!.metric).toBe('meanTop1Top5');
    for (const { page } of datasets) expect(page).toMatch(/^https?:\/\//);
  });

  it('says in a sentence where a missing one is to be had', async () => {
    await expect(loadDataset('birdsnap')).rejects.toThrow(
      /^Birdsnap is not here: get it from https:\S+ and put it into .*Birdsnap \(train\/ and test\/.*\)\.$/,
    );
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    vi.stubEnv('HF_HOME', root);
    await expect(loadDataset('Oxford-IIIT Pets')).rejects.toThrow(
      /^OxfordPets is not here, and clip-benchmark\/wds_vtab-pets is not in .*; or get it from .*\.$/,
    );
    vi.stubEnv('HF_HUB_OFFLINE', '');
    await expect(loadDataset('no such dataset')).rejects.toThrow(
      'there is no dataset no such dataset: give one of actions',
    );
  });

  it('opens the suite’s tasks, their images unpacked when they are asked for', async () => {
    const [lazy, eager] = [await loadDataset('digits'), await loadTask('digits')];
    expect(lazy.contents).toEqual(eager.contents);
    expect(Buffer.compare(await pixelsOf(lazy.validation), Buffer.from(eager.validation.images.pixels))).toBe(0);
    expect(lazy.test.open().labels).toEqual(eager.test.open().labels);
    expect(() => lazy.test.open()).toThrow('was opened before');
  });
});

describe('image folders', () => {
  it('with splits: validation is held out of training, images are cut as the model sees them', async () => {
    for (const [split, count] of [
      ['train', 10],
      ['test', 2],
    ] as const)
      for (const c of ['ant', 'bee'])
        for (let k = 0; k < count; k++) await put(`own/${split}/${c}/${k}.png`, images[k % 4]!);
    const dataset = await loadDataset(join(root, 'own'));
    expect(dataset).toMatchObject({
      name: 'own',
      metric: 'accuracy',
      classNames: ['ant', 'bee'],
      templates: ['a photo of a {c}.'],
    });
    expect(counts(dataset)).toEqual([16, 4, 4]);
    expect(dataset.notes).toEqual([
      'Validation is 4 images held out of its training images, the same on every machine.',
    ]);
    const test = dataset.test.open();
    expect(test.keys).toEqual(['ant/0.png', 'ant/1.png', 'bee/0.png', 'bee/1.png']);
    const expected = await Promise.all([0, 1, 0, 1].map((k) => preprocess(images[k]!, 8)));
    expect(Buffer.compare(await pixelsOf(test), Buffer.concat(expected))).toBe(0);
    const before = dataset.contents.test.sha256;
    expect((await loadDataset(join(root, 'own'))).contents.test.sha256).toBe(before);
    await put('own/test/bee/1.png', images[3]!);
    expect((await loadDataset(join(root, 'own'))).contents.test.sha256).not.toBe(before);
    await put('own/test/cat/0.png', images[3]!);
    await expect(loadDataset(join(root, 'own'))).rejects.toThrow('is a class that the training folder has not');
  });

  it('without splits are parted, every class alike', async () => {
    for (const c of ['ant', 'bee']) for (let k = 0; k < 10; k++) await put(`flat/${c}/${k}.png`, images[k % 4]!);
    const dataset = await loadDataset(join(root, 'flat'));
    expect(counts(dataset)).toEqual([12, 4, 4]);
    const parts = [dataset.train, dataset.validation, dataset.test.open()];
    expect(new Set(parts.flatMap(({ keys }) => keys)).size).toBe(20);
    for (const { labels } of parts) expect(labels.filter((label) => label === 0).length).toBe(labels.length / 2);
  });

  it('of a dataset of the paper take its names, in its order, from its place in the cache', async () => {
    const { classNames } = await datasetPrompts('EuroSAT');
    for (const name of classNames)
      await put(`cache/datasets/EuroSAT/test/${name.replaceAll(' ', '_')}/a.png`, images[0]!);
    const dataset = await loadDataset('eurosat');
    expect(dataset).toMatchObject({
      name: 'EuroSAT',
      classNames,
      templates: (await datasetPrompts('EuroSAT')).templates,
    });
    const { keys, labels } = dataset.test.open();
    keys.forEach((key, k) => expect(key).toBe(`${classNames[labels[k]!]!.replaceAll(' ', '_')}/a.png`));
    expect(() => dataset.train).toThrow(/^EuroSAT has no train images in .*; zero-shot needs none/);
    await put('cache/datasets/EuroSAT/test/unheard of/a.png', images[0]!);
    await expect(loadDataset('EuroSAT')).rejects.toThrow('has 11 classes and EuroSAT has 10');
    await rm(join(root, 'cache/datasets/EuroSAT/test', classNames[0]!.replaceAll(' ', '_')), { recursive: true });
    await expect(loadDataset('EuroSAT')).rejects.toThrow('has the class "unheard of", which EuroSAT does not name');
  });
});

describe('official layouts', () => {
  const record = (label: number[], red: number): Uint8Array =>
    Uint8Array.from([...label, ...new Array<number>(1024).fill(red), ...new Array<number>(2048).fill(5)]);
  const cifar = async (names: readonly string[]): Promise<void> => {
    await put('cifar/batches.meta.txt', names.join('\n') + '\n\n');
    for (let k = 1; k <= 5; k++)
      await put(`cifar/data_batch_${k}.bin`, Buffer.concat([record([0], k), record([9], 100)]));
    await put('cifar/test_batch.bin', Buffer.concat([record([3], 7), record([4], 8)]));
  };

  it('CIFAR-10: planes become pixels; another class order is refused', async () => {
    const { classNames } = await datasetPrompts('CIFAR10');
    await cifar(classNames);
    const dataset = await loadDataset(join(root, 'cifar'));
    expect(dataset).toMatchObject({ title: 'CIFAR-10', classNames });
    expect(counts(dataset)).toEqual([8, 2, 2]);
    const test = dataset.test.open();
    expect([...test.labels]).toEqual([3, 4]);
    const pixels = await pixelsOf(test);
    expect([pixels.length, ...pixels.subarray(3069, 3075)]).toEqual([2 * 3072, 7, 5, 5, 8, 5, 5]);
    await cifar([classNames[1]!, classNames[0]!, ...classNames.slice(2)]);
    await expect(loadDataset(join(root, 'cifar'))).rejects.toThrow(
      /has its classes in another order than CIFAR10: class 0 is "automobile" and not "airplane", so labels would mean other classes/,
    );
    expect((await loadDataset(join(root, 'cifar'), { classNames: 'own' })).classNames[0]).toBe('automobile');
    await cifar([...classNames.slice(0, 4), '', ...classNames.slice(5)]);
    await expect(loadDataset(join(root, 'cifar'))).rejects.toThrow(
      /batches\.meta\.txt has no name in line 5, and a name/,
    );
    await cifar(classNames);
    await truncate(join(root, 'cifar/test_batch.bin'), 2 ** 31);
    await expect(loadDataset(join(root, 'cifar'))).rejects.toThrow('where at most 1073741824 bytes are read');
    await truncate(join(root, 'cifar/test_batch.bin'), 4000);
    await expect(loadDataset(join(root, 'cifar'))).rejects.toThrow('test_batch.bin is damaged: its 4000 bytes');
    await rm(join(root, 'cifar/test_batch.bin'));
    await expect(loadDataset(join(root, 'cifar'))).rejects.toThrow('test_batch.bin is missing');
  });

  it('CIFAR-100: the fine label counts', async () => {
    const { classNames } = await datasetPrompts('CIFAR100');
    await put('c/cifar-100-binary/fine_label_names.txt', classNames.map((name) => name.replace(' ', '_')).join('\n'));
    for (const file of ['train', 'test']) await put(`c/cifar-100-binary/${file}.bin`, record([4, 99], 1));
    const dataset = await loadDataset(join(root, 'c'));
    expect([...dataset.test.open().labels]).toEqual([99]);
    expect(dataset.classNames).toEqual(classNames);
  });

  it('refuses CIFAR’s Python version', async () => {
    await put('py/batches.meta', '');
    await expect(loadDataset(join(root, 'py'))).rejects.toThrow('is CIFAR in its Python version; fetch the binary one');
  });

  const idx = (magic: number, shape: number[], values: number[]): Buffer => {
    const head = Buffer.alloc(4 + 4 * shape.length);
    head.writeUInt32BE(magic);
    shape.forEach((side, k) => head.writeUInt32BE(side, 4 + 4 * k));
    return Buffer.concat([head, Uint8Array.from(values)]);
  };
  it('MNIST: idx files, packed or not', async () => {
    const gray = (count: number): number[] => Array.from({ length: count * 784 }, (_, k) => k % 256);
    const part = async (name: string, count: number, pack: boolean): Promise<void> => {
      const images = idx(0x803, [count, 28, 28], gray(count));
      const labels = idx(
        0x801,
        [count],
        Array.from({ length: count }, (_, k) => k % 10),
      );
      await put(`m/${name}-images-idx3-ubyte${pack ? '.gz' : ''}`, pack ? gzipSync(images) : images);
      await put(`m/${name}-labels-idx1-ubyte${pack ? '.gz' : ''}`, pack ? gzipSync(labels) : labels);
    };
    await part('train', 50, true);
    await part('t10k', 3, false);
    const dataset = await loadDataset(join(root, 'm'));
    expect(dataset).toMatchObject({ title: 'MNIST', templates: ['a photo of the number: "{c}".'] });
    expect(counts(dataset)).toEqual([40, 10, 3]);
    const pixels = await pixelsOf(dataset.test.open());
    expect([...pixels.subarray(3 * 784, 3 * 784 + 6)]).toEqual([16, 16, 16, 17, 17, 17]);
    await put('m/t10k-labels-idx1-ubyte', idx(0x801, [2], [0, 1]));
    await expect(loadDataset(join(root, 'm'))).rejects.toThrow('has 3 images and');
    await put('m/t10k-labels-idx1-ubyte', idx(0x801, [3], [0, 1, 10]));
    await expect(loadDataset(join(root, 'm'))).rejects.toThrow('there is no digit 10');
    await put('m/t10k-images-idx3-ubyte.gz', gzipSync(Buffer.alloc(2 ** 27)));
    await rename(join(root, 'm/t10k-images-idx3-ubyte'), join(root, 'm/kept'));
    await expect(loadDataset(join(root, 'm'))).rejects.toThrow('where at most 67108864 bytes are read');
    await rename(join(root, 'm/kept'), join(root, 'm/t10k-images-idx3-ubyte'));
    await appendFile(join(root, 'm/t10k-images-idx3-ubyte'), 'x');
    await expect(loadDataset(join(root, 'm'))).rejects.toThrow('is no whole idx file of images x 28 x 28 bytes');
    await writeFile(
      join(root, 'm/train-images-idx3-ubyte.gz'),
      (await readFile(join(root, 'm/train-images-idx3-ubyte.gz'))).subarray(0, 90),
    );
    await expect(loadDataset(join(root, 'm'))).rejects.toThrow('cannot be unpacked');
  });

  it('Oxford-IIIT Pets: every breed by its name, in the published order', async () => {
    const { classNames, clipBenchmark } = await datasetPrompts('OxfordPets');
    const breeds = clipBenchmark!.map((name) => name.replaceAll(' ', '_'));
    const list = (first: number, count: number): string =>
      [
        '#comment',
        ...breeds.flatMap((breed, c) => Array.from({ length: count }, (_, k) => `${breed}_${first + k} ${c + 1} 1 1`)),
      ].join('\n');
    await put('pets/annotations/trainval.txt', list(1, 5));
    await put('pets/annotations/test.txt', list(6, 1));
    for (const breed of breeds) for (let k = 1; k <= 6; k++) await put(`pets/images/${breed}_${k}.jpg`, images[k % 4]!);
    const dataset = await loadDataset(join(root, 'pets'));
    expect(dataset).toMatchObject({ metric: 'meanPerClass', classNames });
    expect(counts(dataset)).toEqual([148, 37, 37]);
    const { keys, labels } = dataset.test.open();
    keys.forEach((key, k) =>
      expect(key.toLowerCase()).toBe(`${classNames[labels[k]!]!.replaceAll(' ', '_')}_6`.toLowerCase()),
    );
    await rm(join(root, 'pets/images', `${breeds[3]}_6.jpg`));
    await expect(loadDataset(join(root, 'pets'))).rejects.toThrow(
      `${breeds[3]}_6.jpg is missing; fetch images and annotations`,
    );
  });
});

const CLASSES = ['ant', 'bee', 'cat'];
/** Two shards of a split: images 0 and 1, and 2 in the second. */
function shards(label: (k: number) => TarFile): Buffer[] {
  const sample = (k: number): TarFile[] => [label(k), { name: `s${k}.png`, data: images[k]! }];
  return [Buffer.from(writeTar([...sample(0), ...sample(1)])), gzipSync(writeTar(sample(2)))];
}
function wds(
  label = (k: number): TarFile => ({ name: `s${k}.cls`, data: Buffer.from(`${2 - k}\n`) }),
): Map<string, Uint8Array> {
  const [first, second] = shards(label);
  return new Map<string, Uint8Array>([
    ['README.md', Buffer.from('# not fetched')],
    ['classnames.txt', Buffer.from(CLASSES.join('\n'))],
    ['zeroshot_classification_templates.txt', Buffer.from('a drawing of {c}.\n')],
    ['test/nshards.txt', Buffer.from('2\n')],
    ['test/0.tar', first!],
    ['test/1.tar', second!],
    ['train/0.tar', first!],
  ]);
}

describe('webdatasets', () => {
  const write = async (files: Map<string, Uint8Array>): Promise<void> => {
    for (const [name, data] of files) if (!name.startsWith('..')) await put(`w/${name}`, data);
  };

  it('open from a folder, images read where they lie in the shards', async () => {
    await write(wds());
    const dataset = await loadDataset(join(root, 'w'));
    expect(dataset).toMatchObject({ classNames: CLASSES, templates: ['a drawing of {c}.'], metric: 'accuracy' });
    const test = dataset.test.open();
    expect([...test.labels]).toEqual([2, 1, 0]);
    const expected = await Promise.all([0, 1, 2].map((k) => preprocess(images[k]!, 8)));
    expect(Buffer.compare(await pixelsOf(test), Buffer.concat(expected))).toBe(0);
  });

  it('with several labels an image', async () => {
    await write(wds((k) => ({ name: `s${k}.npy`, data: writeNpyLabels(k === 0 ? [1, 2] : [k], 3) })));
    const dataset = await loadDataset(join(root, 'w'));
    expect(dataset.metric).toBe('elevenPointMap');
    const { labels, labelSets } = dataset.test.open();
    expect([...labels]).toEqual([1, 1, 2]);
    expect([...labelSets!]).toEqual([0, 1, 1, 0, 1, 0, 0, 0, 1]);
  });

  it('that are damaged are named: missing, cut short, altered, without a label', async () => {
    const cut = async (files: Map<string, Uint8Array>): Promise<Dataset> => {
      await write(files);
      return loadDataset(join(root, 'w'));
    };
    const altered = (name: string, change: (bytes: Buffer) => Uint8Array): Map<string, Uint8Array> => {
      const files = wds();
      return files.set(name, change(Buffer.from(files.get(name)!)));
    };
    await expect(cut(altered('test/nshards.txt', () => Buffer.from('3')))).rejects.toThrow('2.tar is missing');
    await expect(cut(altered('test/nshards.txt', () => Buffer.from('many')))).rejects.toThrow('holds no shards');
    await expect(cut(altered('test/0.tar', (bytes) => bytes.subarray(0, 1000)))).rejects.toThrow(
      '0.tar is damaged at byte',
    );
    await expect(cut(altered('test/0.tar', (bytes) => bytes.fill(1, 0, 9)))).rejects.toThrow(
      'does not match its checksum',
    );
    await expect(cut(altered('test/1.tar', (bytes) => bytes.subarray(0, 60)))).rejects.toThrow(
      '1.tar is damaged: it cannot be unpacked',
    );
    await expect(cut(wds((k) => ({ name: `s${k}.cls`, data: Buffer.from('3') })))).rejects.toThrow(
      'sample s0 needs an image and a label from 0 to 2',
    );
    await expect(cut(wds((k) => ({ name: `s${k}.txt`, data: Buffer.from('0') })))).rejects.toThrow('sample s0 needs');
  });
});

describe('the hub', () => {
  let hub: HubServer;
  beforeAll(async () => {
    hub = await startHub('clip-benchmark/wds_tiny', wds(), 'dataset');
  });
  afterAll(() => hub.close());
  const settings = () => ({ ...hubSettings({ HF_ENDPOINT: hub.endpoint, HF_HOME: root }), pauseMs: 5 });
  const fetched = (splits?: ('train' | 'test')[]): Promise<string> =>
    hubDataset('clip-benchmark/wds_tiny', 'main', splits, { settings: settings() });

  it('gives a repository once, only the files that are the dataset, into its own cache', async () => {
    hub.requests.length = 0;
    const folder = await fetched(['test']);
    expect(folder).toContain(join('hub', 'datasets--clip-benchmark--wds_tiny', 'snapshots'));
    expect(hub.requests.some((request) => /README|train/.test(request))).toBe(false);
    vi.stubEnv('HF_ENDPOINT', hub.endpoint);
    vi.stubEnv('HF_HOME', root);
    const dataset = await loadDataset('clip-benchmark/wds_tiny', { splits: ['test'] });
    expect([...dataset.test.open().labels]).toEqual([2, 1, 0]);
    expect(() => dataset.train).toThrow("load it with splits: ['train', 'test']");
    hub.requests.length = 0;
    expect((await loadDataset('clip-benchmark/wds_tiny')).contents.train.images).toBe(2);
    expect(hub.requests.filter((request) => request.includes('test/'))).toEqual([]);
  });

  it('that lists a file outside of a repository is refused before anything is fetched', async () => {
    const files = wds().set('../escape.tar', new Uint8Array(9));
    const other = await startHub('clip-benchmark/wds_tiny', files, 'dataset');
    const wrong = { ...hubSettings({ HF_ENDPOINT: other.endpoint, HF_HOME: root }), pauseMs: 5 };
    await expect(hubDataset('clip-benchmark/wds_tiny', 'main', undefined, { settings: wrong })).rejects.toThrow(
      /lists the file .*escape\.tar.* which lies outside of it; check HF_ENDPOINT\.$/,
    );
    expect(other.requests.some((request) => request.includes('.tar'))).toBe(false);
    await other.close();
  });

  it('that breaks off is gone on with, and is not needed for what is there', async () => {
    let cuts = 0;
    hub.fault = ({ url, method }, response, bytes) => {
      if (method !== 'GET' || !url!.endsWith('test/0.tar') || cuts++ > 0) return false;
      response.writeHead(200, { 'content-length': bytes!.length });
      response.write(bytes!.subarray(0, 700), () => setTimeout(() => response.destroy(), 20));
      return true;
    };
    hub.requests.length = 0;
    const folder = await fetched();
    expect(hub.requests.filter((request) => request.includes('GET') && request.includes('test/0.tar')).length).toBe(2);
    expect(await readFile(join(folder, 'test', '0.tar'))).toEqual(Buffer.from(wds().get('test/0.tar')!));
    hub.fault = (_, response) => {
      response.destroy();
      return true;
    };
    expect(await fetched()).toBe(folder);
    hub.fault = () => false;
    await expect(hubDataset('clip-benchmark/none', 'main', undefined, { settings: settings() })).rejects.toThrow(
      'has no clip-benchmark/none',
    );
  });
});
