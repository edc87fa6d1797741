import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStatistics } from '../../lib/datasets/iconwit/readStatistics.js';
import { loadTask } from '../../lib/datasets/suite/loadTask.js';
import { writeTar } from '../../lib/datasets/tar/writeTar.js';
import { cachedEmbeddings } from '../../lib/eval/embeddings/cachedEmbeddings.js';
import { csvText } from '../../lib/io/csvText.js';
import { dataDirectory, projectRoot } from '../../lib/io/projectPaths.js';
import { loadClip } from '../../lib/weights/loadClip.js';
import { NEEDS_PYTHON, TEST_PYTHON } from '../fixtures/testPython.js';

interface SeenSample {
  key: string;
  size: number[];
  sum: number;
  txt?: string;
  cls?: number;
  npy?: number[];
  json?: { id: string };
}

function seenByPython(args: readonly string[]): unknown {
  const script = join(projectRoot(), 'test', 'datasets', 'interchange.py');
  return JSON.parse(execFileSync(TEST_PYTHON, [script, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })) as unknown;
}

const total = (pixels: Uint8Array): number => pixels.reduce((sum, level) => sum + level, 0);

describe('what Python reads', NEEDS_PYTHON, () => {
  it('as webdataset: the tasks’ shards, pixel for pixel and label for label', async () => {
    const shards = ['digits', 'scenes'].map((name) => join(dataDirectory(), 'suite', name, 'validation', '0.tar'));
    const [digits, scenes] = seenByPython(shards) as [SeenSample[], SeenSample[]];
    for (const [name, samples] of Object.entries({ digits, scenes })) {
      const { validation, classNames } = await loadTask(name);
      expect(samples.map(({ key }) => key)).toEqual(validation.keys);
      samples.forEach(({ size, sum, cls, npy }, k) => {
        expect(size).toEqual([64, 64, 3]);
        expect(sum).toBe(total(validation.images.pixels.subarray(k * 64 * 64 * 3, (k + 1) * 64 * 64 * 3)));
        const K = classNames.length;
        if (validation.labelSets) expect(npy).toEqual([...validation.labelSets.subarray(k * K, (k + 1) * K)]);
        else expect(cls).toBe(validation.labels[k]);
      });
    }
  });

  it('as webdataset: pairs with image, text and record', async () => {
    const { samples } = await readStatistics();
    const [seen] = seenByPython([join(dataDirectory(), 'iconwit', 'samples.tar')]) as [SeenSample[]];
    expect(seen.map(({ txt, json }) => [txt, json?.id])).toEqual(
      samples.records.map(({ caption, id }) => [caption, id]),
    );
    expect(seen.reduce((sum, sample) => sum + sample.sum, 0)).toBe(total(samples.images.pixels));
  });

  it('as webdataset: a plain tar of ours, texts beyond ASCII', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cliplab shard ')), '00000.tar');
    await writeFile(path, writeTar([{ name: 'a.txt', data: Buffer.from('größer 猫') }]));
    expect(seenByPython([path])).toEqual([[{ key: 'a', txt: 'größer 猫' }]]);
  });

  it('as NumPy arrays and Parquet: embeddings and what they are of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cliplab rows '));
    const model = await loadClip('mini-rn');
    for (const name of ['digits', 'scenes']) {
      const task = await loadTask(name);
      const { files, features, keys, labels, labelSets } = await cachedEmbeddings(
        model,
        task,
        'validation',
        task.validation,
        {
          folder,
        },
      );
      const [seen] = seenByPython(['--rows', files.npy.slice(0, -'.npy'.length)]) as [Record<string, unknown>];
      const K = task.classNames.length;
      const sets = keys.map((_, k) =>
        JSON.stringify(task.classNames.flatMap((__, c) => (labelSets?.[k * K + c] ? [c] : []))),
      );
      expect(seen).toEqual({
        shape: [features.rows, features.columns],
        type: 'float32',
        first: [...features.data.subarray(0, features.columns)],
        columns: {
          key: keys,
          label: [...labels],
          class_name: Array.from(labels, (label) => task.classNames[label]),
          ...(labelSets ? { labels: sets } : {}),
        },
      });
    }
    model.dispose();
  });

  it('as pandas tables: quotes, commas, lines, numbers and gaps', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'cliplab table ')), 'table.csv');
    const rows = [
      { task: 'say "a, b"\nthen c', value: 0.25, n: 3, note: undefined },
      { task: 'é', value: 1e-12, n: -4, note: 'x' },
    ];
    await writeFile(path, csvText(rows));
    const published = join(dataDirectory(), 'paper', 'dataset_sizes.csv');
    expect(seenByPython(['--table', path, published])).toEqual([
      {
        columns: ['task', 'value', 'n', 'note'],
        rows: 2,
        types: [expect.any(String), 'float64', 'int64', expect.any(String)],
        first: { task: 'say "a, b"\nthen c', value: 0.25, n: 3, note: null },
      },
      expect.objectContaining({ columns: ['dataset', 'images', 'note', 'source'], rows: 6 }),
    ]);
  });
});
