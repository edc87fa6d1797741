import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { suiteDataset } from '../../../lib/datasets/suite/loadTask.js';
import type { ImageSplit } from '../../../lib/datasets/imageSplit.js';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { embedDataset } from '../../../lib/eval/embeddings/embedDataset.js';
import { writeEmbeddings } from '../../../lib/eval/embeddings/embeddingFiles.js';
import { openPartialRows } from '../../../lib/eval/embeddings/partialRows.js';
import { selectRows, type Matrix } from '../../../lib/eval/matrix.js';
import {
  cachedEmbeddings,
  type EmbeddedSplit,
  type EmbeddingOptions,
} from '../../../lib/eval/embeddings/cachedEmbeddings.js';
import { embedImages } from '../../../lib/eval/embeddings/embedImages.js';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { Interrupted, setInterruptSignal } from '../../../lib/io/interruption.js';
import { setProgressSink } from '../../../lib/io/progress.js';
import { initializeClip, type Clip } from '../../../lib/models/clip.js';
import { loadClip } from '../../../lib/weights/loadClip.js';
import { needs } from '../../fixtures/needs.js';

const model = await loadClip('mini-rn');
const task = await suiteDataset('weather');
let folder: string;

beforeEach(async () => {
  setProgressSink(() => undefined);
  folder = await mkdtemp(join(tmpdir(), 'cliplab embeddings '));
});
afterAll(() => model.dispose());

const embed = (options: EmbeddingOptions = {}, split: ImageSplit = task.train, clip: Clip = model) =>
  cachedEmbeddings(clip, task, 'train', split, { folder, ...options });
const bytesOf = ({ files }: EmbeddedSplit): Promise<Buffer[]> =>
  Promise.all(Object.values(files).map((f) => readFile(f as string)));

describe('embeddings', () => {
  it('are those of embedImages, computed once and without a leak', async () => {
    const slow = await embedImages(model, (await loadTask('weather')).train.images);
    const before = tf.memory().numTensors;
    const first = await embed();
    expect(tf.memory().numTensors).toBe(before);
    expect(first.features).toEqual(slow);
    expect(first.report).toMatchObject({ computed: slow.rows, images: slow.rows });
    expect(first.report.seconds.infer).toBeGreaterThan(0);
    const second = await embed({}, { ...task.train, read: () => expect.unreachable() as never });
    expect(second.features).toEqual(slow);
    expect(second.report).toMatchObject({ computed: 0 });
    expect(second.report.seconds.infer).toBe(0);
  });

  it('keep the seal of the test images', async () => {
    const fresh = await suiteDataset('weather');
    const { test } = await embedDataset(model, fresh, { folder });
    expect(() => fresh.test.open()).toThrow('was opened before');
    expect(test.open().labels.length).toBe(fresh.contents.test.images);
    expect(() => test.open()).toThrow('The test split of weather was opened before');
  });

  it('are others where anything that makes them is another', async () => {
    const plain = await embed();
    const other = initializeClip(model.config, createRandom(1));
    const { config } = model;
    const variants = [
      await embed({ projected: false }),
      await embed({ precision: 'bf16' }),
      await embed({}, { ...task.train, sha256: 'of other records' }),
      await embed({}, task.train, other),
      await embed({}, task.train, { ...model, config: { ...config, mean: [0.4, 0.5, 0.5] } }),
    ];
    other.dispose();
    for (const { report } of variants) expect(report.computed).toBe(report.images);
    expect(new Set([plain, ...variants].map(({ files }) => files.npy)).size).toBe(variants.length + 1);
    expect(variants[0]!.features.columns).not.toBe(plain.features.columns);
  });

  it('are read by other tools: NumPy’s header, Parquet’s columns', async () => {
    const { files, features, labels, keys } = await embed();
    const npy = await readFile(files.npy);
    expect(npy.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    const start = 10 + npy.readUInt16LE(8);
    expect(start % 64).toBe(0);
    expect(npy.subarray(10, start).toString()).toContain(`'shape': (${features.rows}, ${features.columns})`);
    expect(npy.readFloatLE(start)).toBe(features.data[0]);
    expect(npy.length).toBe(start + 4 * features.data.length);
    const parquet = await readFile(files.parquet);
    const rows = await parquetReadObjects({
      file: parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length),
    });
    expect(rows.map(({ key }) => key as string)).toEqual(keys);
    expect(rows.map(({ label }) => label as number)).toEqual([...labels]);
    expect(rows[0]!['class_name']).toBe(task.classNames[labels[0]!]);
    expect(rows[0]).not.toHaveProperty('labels');
  });

  it('of images with several labels list them', async () => {
    const scenes = await suiteDataset('scenes');
    const { files, labelSets } = await cachedEmbeddings(model, scenes, 'validation', scenes.validation, { folder });
    const parquet = await readFile(files.parquet);
    const rows = await parquetReadObjects({
      file: parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length),
    });
    const K = scenes.classNames.length;
    rows.forEach((row, k) => {
      const present = scenes.classNames.flatMap((_, c) => (labelSets![k * K + c] === 1 ? [c] : []));
      expect(row['labels']).toEqual(present);
    });
  });
});

describe('an interrupted run', () => {
  /** Lets some batches through, then is stopped as by Ctrl-C. */
  const interrupted = async (batches: number): Promise<void> => {
    const stop = new AbortController();
    setInterruptSignal(stop.signal);
    const { read } = task.train;
    const stopping: ImageSplit = {
      ...task.train,
      async *read(...arguments_) {
        let left = batches;
        for await (const batch of read(...arguments_)) {
          if (left-- === 0) stop.abort();
          yield batch;
        }
      },
    };
    await expect(embed({ batchSize: 8 }, stopping)).rejects.toThrow(Interrupted);
    setInterruptSignal(undefined);
  };

  it('is gone on with where it stopped, to the same bytes', async () => {
    const whole = await bytesOf(await embed({ batchSize: 8 }));
    await rm(folder, { recursive: true });
    await interrupted(3);
    const resumed = await embed({ batchSize: 8 });
    expect(resumed.report.computed).toBe(resumed.report.images - 4 * 8);
    expect(await bytesOf(resumed)).toEqual(whole);
    expect((await readdir(dirname(resumed.files.npy))).length).toBe(3);
  });

  it('whose last block is torn or altered loses that block and those behind', async () => {
    const whole = await bytesOf(await embed({ batchSize: 8 }));
    const path = (await readdir(join(folder, 'weather'))).find((name) => name.endsWith('.npy'))!;
    const partial = join(folder, 'weather', path.replace('.npy', '.partial'));
    for (const [damage, kept] of [
      [async () => truncate(partial, (await stat(partial)).size - 10), 3],
      [() => appendFile(partial, 'x'), 4],
      [async () => writeFile(partial, (await readFile(partial)).fill(7, 4000, 4004)), 0],
      [() => writeFile(partial, Buffer.alloc(200, 255)), 0],
    ] as const) {
      await rm(join(folder, 'weather'), { recursive: true });
      await interrupted(3);
      await damage();
      const resumed = await embed({ batchSize: 8 });
      expect(resumed.report.images - resumed.report.computed).toBe(kept * 8);
      expect(await bytesOf(resumed)).toEqual(whole);
    }
  });
});

describe('damaged files', () => {
  it('are made again, and the report says so', async () => {
    const first = await embed();
    const whole = await bytesOf(first);
    const { npy, parquet, json } = first.files;
    const flip = async (path: string, at: number): Promise<void> => {
      const bytes = await readFile(path);
      bytes[at]! ^= 1;
      await writeFile(path, bytes);
    };
    for (const [damage, named] of [
      [() => truncate(npy, 1000), npy],
      [() => flip(npy, 2000), npy],
      [() => flip(npy, 3), npy],
      [() => rm(npy), npy],
      [() => flip(parquet, 50), parquet],
      [() => rm(parquet), parquet],
      [() => writeFile(json, '{"key": '), json],
      [() => writeFile(json, 'null'), json],
    ] as const) {
      await damage();
      const again = await embed();
      expect(again.report.rebuilt).toContain(named);
      expect(again.report.computed).toBe(again.report.images);
      expect(await bytesOf(again)).toEqual(whole);
    }
  });

  it('that hold a number that is not finite are made again, whole or in part', async () => {
    const first = await embed({ batchSize: 8 });
    const whole = await bytesOf(first);
    const { files, features, key } = first;
    const data = Float32Array.from(features.data);
    data[features.columns + 1] = NaN;
    await writeEmbeddings(files, key, { ...features, data }, task.train, task.classNames);
    const again = await embed({ batchSize: 8 });
    expect(again.report.rebuilt).toBe(`${files.npy} holds NaN in row 1`);
    expect(await bytesOf(again)).toEqual(whole);

    await rm(files.json);
    const partial = await openPartialRows(files.npy.replace(/npy$/, 'partial'), features.rows);
    const block = (begin: number): Matrix => selectRows({ ...features, data }, [begin, begin + 1]);
    await partial.append(block(2));
    await partial.append(block(0));
    await partial.close();
    const found = await openPartialRows(files.npy.replace(/npy$/, 'partial'), features.rows);
    expect(found.found.length).toBe(1);
    await found.remove();
  });

  it('are not made of a model whose output is not finite, and the image is named', async () => {
    const blind = initializeClip(model.config, createRandom(1));
    const proj = blind.parameters.get('visual.attnpool.c_proj.weight');
    tf.tidy(() => proj.assign(tf.fill(proj.shape, NaN)));
    await expect(embed({}, task.train, blind)).rejects.toThrow(
      `the model's output for the image ${task.train.keys[0]} is not finite (NaN)`,
    );
    expect((await readdir(join(folder, 'weather'))).filter((name) => !name.endsWith('.partial'))).toEqual([]);
    blind.dispose();
  });

  it('without a record are made again in silence: the run ended before it was whole', async () => {
    const { files } = await embed();
    await rm(files.json);
    const { report } = await embed();
    expect(report.computed).toBe(report.images);
    expect(report).not.toHaveProperty('rebuilt');
  });
});

it('a full disk is one sentence', needs(process.platform === 'linux', 'Linux'), async () => {
  await expect(embed({ folder: '/dev/full/embeddings' })).rejects.toThrow(/^\/dev\/full.* cannot be written: .*\.$/);
});
