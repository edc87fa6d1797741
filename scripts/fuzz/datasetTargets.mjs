import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { damage, pick } from './damage.mjs';

/** @typedef {import('./worker.mjs').Target} Target */

const IMAGES = fileURLToPath(new URL('../../test/fixtures/preprocess/', import.meta.url));

/** @param {string} path @param {string | Uint8Array} data */
function put(path, data) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}

/**
 * Opening and decoding files is most of a case: few and small ones, two a class, as every other is tried as an image
 * alone.
 */
const imaged = ['grey.bmp', 'palette.gif', 'rgb.png', 'rgba.png'].map((name) => ({
  name,
  data: readFileSync(join(IMAGES, name)),
}));

/**
 * Opens both splits of a classification dataset.
 * @param {string} place
 */
async function labeledSplits(place) {
  const { loadDataset } = await import('../../lib/dist/datasets/loadDataset.js');
  const dataset = await loadDataset(place);
  return [dataset.train, dataset.test.open()];
}

/**
 * Datasets in the folders given: one file is damaged, then every image asked for.
 * @param {string[]} sources
 * @param {(place: string) => Promise<import('cliplab').ImageSplit[]>} open
 * @returns {Target}
 */
function damagedFolders(sources, open = labeledSplits) {
  return {
    make(random, folder) {
      const from = pick(random, sources);
      const place = join(folder, basename(from));
      const files = readdirSync(from, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
        .sort();
      const victim = pick(random, files);
      for (const name of files) {
        const bytes = readFileSync(join(from, name));
        put(join(place, name), name === victim ? damage(random, bytes) : bytes);
      }
      return {
        what: `${victim} of ${basename(from)}`,
        async attempt() {
          for (const split of await open(place)) {
            const positions = Int32Array.from(split.labels.keys());
            for await (const batch of split.read(positions, 16, { batchSize: 8 })) void batch;
          }
        },
      };
    },
  };
}

/** clip-benchmark's shards and folders of images. @param {string} home @returns {Promise<Target>} */
export async function datasets(home) {
  const { writeTar } = await import('../../lib/dist/datasets/tar/writeTar.js');
  const shards = join(home, 'shards');
  for (const split of ['train', 'test']) {
    const files = imaged.flatMap(({ name, data }, k) => [
      { name: `s${k}${extname(name)}`, data },
      { name: `s${k}.cls`, data: Buffer.from(String(k % 2)) },
    ]);
    put(join(shards, split, '0.tar'), writeTar(files));
    put(join(shards, split, 'nshards.txt'), '1');
  }
  put(join(shards, 'classnames.txt'), 'cat\ndog\n');
  put(join(shards, 'zeroshot_classification_templates.txt'), 'a photo of a {c}.\n');
  const images = join(home, 'images');
  for (const split of ['train', 'test'])
    for (const [k, { name, data }] of imaged.entries()) put(join(images, split, k % 2 ? 'dog' : 'cat', name), data);
  return damagedFolders([shards, shards, images]);
}

/** clip-benchmark's shards of captions, and Karpathy's split. @param {string} home @returns {Promise<Target>} */
export async function captions(home) {
  const { loadCaptionedImages } = await import('../../lib/dist/datasets/captions/loadCaptionedImages.js');
  const { writeTar } = await import('../../lib/dist/datasets/tar/writeTar.js');
  const shards = join(home, 'shards');
  const files = imaged.flatMap(({ name, data }, k) => [
    { name: `s${k}${extname(name)}`, data },
    { name: `s${k}.txt`, data: Buffer.from(`image ${k}\nthe image called ${name}\n`) },
  ]);
  put(join(shards, 'test', '0.tar'), writeTar(files));
  put(join(shards, 'test', 'nshards.txt'), '1');
  const split = join(home, 'split');
  const images = imaged.map(({ name }, k) => ({
    ...{ filename: name, filepath: 'val', split: k === 0 ? 'train' : 'test' },
    sentences: [{ raw: `image ${k}`, tokens: ['image', String(k)] }],
  }));
  for (const { name, data } of imaged) put(join(split, 'val', name), data);
  put(join(split, 'dataset_tiny.json'), JSON.stringify({ images }));
  return damagedFolders([shards, split], async (place) => [(await loadCaptionedImages(place)).images]);
}

/** MNIST's file of `count` images, or of their labels. @param {number} count @param {boolean} labels */
function idxFile(count, labels) {
  const header = Buffer.alloc(labels ? 8 : 16);
  header.writeUInt32BE(labels ? 0x801 : 0x803, 0);
  header.writeUInt32BE(count, 4);
  if (!labels) for (const at of [8, 12]) header.writeUInt32BE(28, at);
  return Buffer.concat([header, Buffer.alloc(labels ? count : count * 784, 7)]);
}

/** Official layouts: CIFAR, MNIST packed and not, the Oxford Pets. @param {string} home @returns {Promise<Target>} */
export async function layouts(home) {
  const cifar = join(home, 'cifar');
  const row = Buffer.concat([Buffer.from([1]), Buffer.alloc(3072, 7)]);
  for (const name of ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'])
    put(join(cifar, `${name}.bin`), Buffer.concat([row, row]));
  put(join(cifar, 'batches.meta.txt'), Array.from({ length: 10 }, (_, k) => `class${k}\n`).join(''));
  const [plain, packed] = [join(home, 'mnist'), join(home, 'mnist-packed')];
  for (const part of ['train', 't10k'])
    for (const kind of ['images-idx3', 'labels-idx1']) {
      const idx = idxFile(3, kind === 'labels-idx1');
      put(join(plain, `${part}-${kind}-ubyte`), idx);
      put(join(packed, `${part}-${kind}-ubyte.gz`), gzipSync(idx));
    }
  const pets = join(home, 'pets');
  for (const [k, { data }] of imaged.entries()) put(join(pets, 'images', `Breed_${k % 2}_${k}.jpg`), data);
  for (const list of ['trainval', 'test'])
    put(
      join(pets, 'annotations', `${list}.txt`),
      '#Image CLASS-ID SPECIES BREED ID\nBreed_0_0 1 1 1\nBreed_1_1 2 1 2\n',
    );
  return damagedFolders([cifar, plain, packed, pets, pets]);
}
